// The official client, pointed at the server by its own option, and what the tests share.

import assert from 'node:assert/strict'

import hubspot from '@hubspot/api-client'

export const url = process.env.HUBSTEAD_URL
export const groups = JSON.parse(process.env.HUBSTEAD_GROUPS)

let requests = 0

export const client = new hubspot.Client({
  accessToken: process.env.HUBSTEAD_TOKEN,
  basePath: url,
  numberOfApiCallRetries: 3,
  middleware: [{ pre: (context) => (requests++, context) }],
})
export const crm = client.crm

let number = 0

/** The values of a new record; an e-mail address gets a number of its own. */
export function fresh(record) {
  const email = record.email?.replace('@', `.node${process.pid}.${++number}@`)
  return email ? { ...record, email } : { ...record }
}

/** The id of a new valid record of a type. */
export async function make(type, values = {}) {
  const { record } = groups.find((group) => group.name === type)
  return (await crm.objects.basicApi.create(type, { properties: { ...fresh(record), ...values } })).id
}

/** Asserts that a call fails with this status, at the first try: the client retries 429 and 5xx. Answers the error. */
export async function refused(status, call) {
  const before = requests
  const error = await call().then(
    () => assert.fail('the call succeeded'),
    (error) => error,
  )
  assert.equal(error.code, status, error.message)
  assert.equal(requests - before, 1)
  return error
}

/** Resolves `objects.goals` in `crm`. */
export function at(path) {
  return path.split('.').reduce((found, name) => found[name], crm)
}

export const ids = (found) => found.map(({ id }) => id)
export const inputs = (found) => ({ inputs: found.map((id) => ({ id })) })
