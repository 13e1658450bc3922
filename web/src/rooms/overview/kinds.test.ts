import { expect, test } from 'vitest'
import { listPath, subscriptionPath } from './kinds'

test('a list is narrowed to an account, beside what its address says already', () => {
  expect(listPath('/domains', 'client-a')).toBe('/domains?account=client-a')
  expect(subscriptionPath('hostinger', 'KVM 2 & more')).toBe(
    '/billing?tab=subscriptions&account=hostinger&q=KVM+2+%26+more',
  )
})
