// A test file of an integration in JavaScript, against Hubstead. Start the server, then run the file:
//
//   HUBSTEAD_SANDBOX_KEY=my-sandbox-key hubstead serve --memory --sandbox
//   npm install @hubspot/api-client && node --test contacts.test.mjs

import assert from 'node:assert/strict'
import { afterEach, beforeEach, test } from 'node:test'

import hubspot from '@hubspot/api-client'

const server = process.env.HUBSTEAD_URL ?? 'http://127.0.0.1:8080'
const key = process.env.HUBSTEAD_SANDBOX_KEY ?? 'my-sandbox-key'

/** One call of the sandbox's API. */
async function sandbox(method, path, body) {
  const answer = await fetch(`${server}/sandbox/v1${path}`, {
    method,
    headers: { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' },
    body: body && JSON.stringify(body),
  })
  const text = await answer.text()
  if (!answer.ok) throw new Error(`${method} ${path}: ${text}`)
  return text && JSON.parse(text)
}

let portal, path, client

beforeEach(async () => {
  portal = await sandbox('POST', '/portals', { name: 'A portal for one test' })
  path = `/portals/${portal.portalId}`
  client = new hubspot.Client({ accessToken: portal.token, basePath: portal.baseUrl, numberOfApiCallRetries: 3 })
})

afterEach(() => sandbox('DELETE', path))

const ada = { properties: { email: 'ada@example.com', firstname: 'Ada' } }

test('a contact is created once', async () => {
  await client.crm.contacts.basicApi.create(ada)
  await assert.rejects(client.crm.contacts.basicApi.create(ada), { code: 409 })
  const found = await client.crm.contacts.searchApi.doSearch({ query: 'ada@example.com' })
  assert.equal(found.total, 1)
})

test('every test begins with an empty portal', async () => {
  const page = await client.crm.contacts.basicApi.getPage()
  assert.deepEqual(page.results, [])
})

test('a service that fails once is asked again', async () => {
  const rule = await sandbox('POST', `${path}/faults`, { path: '/crm/objects/contacts', status: 502, times: 1 })
  await client.crm.contacts.basicApi.create(ada)
  assert.equal((await sandbox('GET', `${path}/faults/${rule.id}`)).hits, 1)
})

test('contacts have the date of the day', async () => {
  await sandbox('POST', `${path}/clock/freeze`, { at: '2026-06-01T12:00:00Z' })
  await sandbox('POST', `${path}/clock/advance`, { days: 30 })
  const made = await client.crm.contacts.basicApi.create(ada)
  assert.equal(made.createdAt.toISOString(), '2026-07-01T12:00:00.000Z')
})

test('an update changes what it should and nothing else', async () => {
  const { id } = await client.crm.contacts.basicApi.create(ada)
  const before = `before-${portal.portalId}`
  await sandbox('POST', `${path}/snapshots`, { name: before })
  await client.crm.contacts.basicApi.update(id, { properties: { city: 'London' } })
  const { results } = await sandbox('GET', `/diff?from=${before}&to=${portal.portalId}`)
  assert.equal(results.length, 1)
  assert.deepEqual(results[0].properties.city, { before: null, after: 'London' })
  await sandbox('DELETE', `/snapshots/${before}`)
})
