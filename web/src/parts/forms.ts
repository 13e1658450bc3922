// Puts the server's refusals at the inputs they are about.
//   const form = useForm({ initialValues: {...} })
//   mutation: onError: (error) => showViolations(form, error)
// Violations of fields the form does not have stay for <ErrorNote error={error} known={Object.keys(form.values)} />.
import { asApiError } from '@/api/error'

interface SomeForm {
  values: Record<string, unknown>
  setErrors: (errors: Record<string, string>) => void
}

/** `rename` maps the API's field names to the form's, where they differ. */
export function showViolations(form: SomeForm, error: unknown, rename: Record<string, string> = {}): void {
  const errors: Record<string, string> = {}
  const failure = asApiError(error)
  for (const field of new Set(failure.violations.map((violation) => violation.field))) {
    const whole = wholeField(field)
    const own = rename[whole] ?? whole
    const rules = failure.of(field)
    if (own in form.values && rules) errors[own] = errors[own] ? `${errors[own]}. ${rules}` : rules
  }
  form.setErrors(errors)
}

/** The field that an item of a list belongs to: `allowed` of `allowed[2]`. */
export function wholeField(field: string): string {
  return field.replace(/\[\d+\]$/, '')
}
