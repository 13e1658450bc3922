import type { Schemas } from '@/api/client'

type Template = Schemas['Template']

/** Templates for a `Select`: plain systems first, then those that come with an application. */
export function templateGroups(templates: readonly Template[]) {
  const has = (template: Template) => / with /i.test(template.name)
  const item = (template: Template) => ({ value: template.slug || template.id, label: template.name })
  return [
    { group: 'Systems', items: templates.filter((template) => !has(template)).map(item) },
    { group: 'With an application', items: templates.filter(has).map(item) },
  ].filter((group) => group.items.length > 0)
}
