// A plan before it is applied, and what came of it: diff, calls, warnings, guards, apply, undo.
//
//   <PlanReview account="local" zone="example.com"
//     make={() => ok(api.POST('.../plan', {...}))}        // stable; called once, and again after "Plan again"
//     onClose={close} onApplied={() => stage.clear()} />
//
// `plan` gives a plan that was made elsewhere, such as by an upload. What only differs, such as two versions of
// a zone, is shown by <PlanDiff changes={diff} zone="example.com" />.
export { Guards, openGuards, type GuardName } from './plan/Guards'
export { countChanges, DiffFrame, PlanDiff } from './plan/PlanDiff'
export { PlanReview } from './plan/PlanReview'
