import { describe, expect, test } from 'vitest'
import { ApiError } from '@/api/error'
import { explainTest, freeName, nameProblem, requestOf, type Field } from './model'

const field = (name: string, secret = false): Field => ({ name, label: name, help: '', secret, required: false })
const fields = [field('api_key', true), field('base_url'), field('extra.user'), field('extra.zones')]
const nothing = { api_key: '', base_url: '', 'extra/user': '', 'extra/zones': '' }

describe('the request of a form', () => {
  test('an untouched form asks for nothing', () => {
    expect(requestOf({ fields, values: nothing, initial: nothing })).toBeUndefined()
  })

  test('a key that is not typed is never sent', () => {
    const values = { ...nothing, base_url: ' https://api.example.com ' }
    expect(requestOf({ fields, values, initial: nothing })).toEqual({ base_url: 'https://api.example.com' })
  })

  test('one changed setting brings the others along', () => {
    const initial = { ...nothing, 'extra/user': 'me', 'extra/zones': 'a.example' }
    const values = { ...initial, 'extra/zones': 'b.example' }
    expect(requestOf({ fields, values, initial })).toEqual({ extra: { user: 'me', zones: 'b.example' } })
  })

  test('an emptied URL goes back to the default', () => {
    const initial = { ...nothing, base_url: 'https://api.example.com' }
    expect(requestOf({ fields, values: nothing, initial })).toEqual({ base_url: '' })
  })
})

describe('names of accounts', () => {
  test('the next free one is proposed', () => {
    expect(freeName('hostinger', [])).toBe('hostinger')
    expect(freeName('hostinger', ['hostinger', 'hostinger-2'])).toBe('hostinger-3')
  })

  test.each(['', 'Upper', '-dash', 'under_score', 'a'.repeat(64), 'taken'])('%j is refused', (name) => {
    expect(nameProblem(name, ['taken'])).not.toBeNull()
  })
})

describe('a failed test in words', () => {
  const title = (code: string, error: string) => explainTest(new ApiError(502, { code, error }), 'Hostinger').title
  test('tells wrong, expired and blocked keys apart', () => {
    const wrong = 'Hostinger does not accept the API key: it is mistyped, was deleted or has expired; copy it again'
    expect(title('provider_credentials', wrong)).toBe('Hostinger refused the key')
    expect(title('provider_credentials', 'the API key has expired: make a new one')).toBe('The key has expired')
    const blocked = 'Hostinger does not let this server in, whatever the API key: allow its address there'
    expect(title('provider_credentials', blocked)).toBe('Hostinger blocks this server')
    expect(title('provider_unavailable', 'connection failed')).toBe('Hostinger cannot be reached')
  })
})
