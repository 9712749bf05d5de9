// The client's own retries, against portals with limits: a search a second, and three requests in a window.
// The client counts its first try as one of its retries.

import assert from 'node:assert/strict'
import { mock, test } from 'node:test'

import hubspot from '@hubspot/api-client'

import { url } from './client.mjs'

const limited = JSON.parse(process.env.HUBSTEAD_LIMITED)

/** A client that says how many requests it made. */
function client(accessToken, numberOfApiCallRetries) {
  const made = { requests: 0 }
  const middleware = [{ pre: (context) => (made.requests++, context) }]
  return { made, crm: new hubspot.Client({ accessToken, basePath: url, numberOfApiCallRetries, middleware }).crm }
}

test('a search over the limit is tried again after a second and succeeds', async () => {
  const { crm, made } = client(limited.search, 3)
  const began = Date.now()
  for (let number = 0; number < 2; number++) {
    assert.equal((await crm.contacts.searchApi.doSearch({ limit: 1 })).total, 0)
  }
  assert.equal(made.requests, 3)
  assert.ok(Date.now() - began >= 1000)
})

test('a burst over the limit is tried again after ten seconds and succeeds', async () => {
  const { crm, made } = client(limited.burst, 2)
  const waited = []
  const real = globalThis.setTimeout
  // Ten seconds are a long time for a test: the portal's window is half a second, and so is each wait of the client.
  mock.method(globalThis, 'setTimeout', (work, ms, ...rest) => {
    if (ms >= 10_000) waited.push(ms)
    return real(work, ms >= 10_000 ? 550 : ms, ...rest)
  })
  for (let number = 0; number < 4; number++) await crm.contacts.basicApi.getPage(1)
  assert.equal(made.requests, 5)
  assert.deepEqual(waited, [10_000])
})

test('without retries the error is what the reference says', async () => {
  const { crm } = client(limited.daily, 0)
  await crm.contacts.basicApi.getPage(1)
  const error = await crm.contacts.basicApi.getPage(1).then(() => assert.fail('it was let in'), (error) => error)
  assert.equal(error.code, 429)
  assert.equal(error.body.policyName, 'DAILY')
  assert.equal(error.headers['x-hubspot-ratelimit-daily-remaining'], '0')
})
