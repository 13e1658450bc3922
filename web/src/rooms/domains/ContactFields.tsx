// The fields of one contact; errors are by field.
import { Select, SimpleGrid, TextInput } from '@mantine/core'
import { countries } from '@/parts/countries'
import type { ContactValues, Field } from './contact'

const LABELS: Record<Field, { label: string; required?: boolean; autoComplete?: string; placeholder?: string }> = {
  first_name: { label: 'First name', required: true, autoComplete: 'given-name' },
  last_name: { label: 'Last name', required: true, autoComplete: 'family-name' },
  organization: { label: 'Organisation', autoComplete: 'organization', placeholder: 'Empty for a person' },
  email: { label: 'E-mail', required: true, autoComplete: 'email' },
  phone: { label: 'Telephone', required: true, autoComplete: 'tel', placeholder: '+254712345678' },
  address1: { label: 'Street and number', required: true, autoComplete: 'address-line1' },
  address2: { label: 'Second line', autoComplete: 'address-line2' },
  city: { label: 'City', required: true, autoComplete: 'address-level2' },
  state: { label: 'State or province', autoComplete: 'address-level1' },
  postcode: { label: 'Postcode', autoComplete: 'postal-code' },
  country: { label: 'Country', required: true, autoComplete: 'country' },
  tax_id: { label: 'Tax or company number' },
}

interface Props {
  values: ContactValues
  errors: Partial<Record<Field, string>>
  onChange: (values: ContactValues) => void
}

export function ContactFields({ values, errors, onChange }: Props) {
  return (
    <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm">
      {(Object.keys(LABELS) as Field[]).map((field) => {
        const { label, required, autoComplete, placeholder } = LABELS[field]
        return field === 'country' ? (
          <Select
            key={field}
            label={label}
            withAsterisk
            searchable
            data={countries()}
            value={values.country || null}
            onChange={(country) => onChange({ ...values, country: country ?? '' })}
            error={errors.country}
          />
        ) : (
          <TextInput
            key={field}
            label={label}
            withAsterisk={required}
            autoComplete={autoComplete}
            placeholder={placeholder}
            value={values[field]}
            onChange={(event) => onChange({ ...values, [field]: event.currentTarget.value })}
            error={errors[field]}
          />
        )
      })}
    </SimpleGrid>
  )
}
