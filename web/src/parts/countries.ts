let countryList: { value: string; label: string }[] | undefined

/** Countries by their ISO 3166-1 codes, as the browser names them. */
export function countries(): { value: string; label: string }[] {
  if (countryList) return countryList
  const names = new Intl.DisplayNames(undefined, { type: 'region', fallback: 'none' })
  const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ']
  const codes = letters.flatMap((first) => letters.map((second) => first + second))
  // Reserved for users, for groups of states and for withdrawn codes: no registrant lives there.
  const without =
    /^(EU|EZ|UN|ZZ|QO|X[A-JL-Z]|AA|Q[M-Z]|AC|CP|DG|EA|IC|TA|CQ|CS|DD|FX|NT|SU|TP|YU|ZR|BU|AN|DY|HV|NH|RH|UK|VD|YD)$/
  countryList = codes
    .flatMap((code) => {
      const name = without.test(code) && code !== 'QA' ? undefined : names.of(code)
      return name ? [{ value: code, label: `${name} (${code})` }] : []
    })
    .sort((a, b) => a.label.localeCompare(b.label))
  return countryList
}
