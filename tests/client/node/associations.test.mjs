// Associations, v4 and v3, with labels and limits; deal splits.
// Contact to company is type 279 (primary 1), contact to deal 4: HubSpot's published ids.

import assert from 'node:assert/strict'
import { it } from 'node:test'

import { client, crm, inputs, make } from './client.mjs'

const { v4 } = crm.associations
const defined = (associationTypeId) => [{ associationCategory: 'HUBSPOT_DEFINED', associationTypeId }]
const pair = (from, to, type) => ({ _from: { id: from }, to: { id: to }, types: defined(type) })

async function companiesOf(contact) {
  const page = await v4.basicApi.getPage('contacts', contact, 'companies')
  return Object.fromEntries(
    page.results.map((found) => [found.toObjectId, found.associationTypes.map(({ typeId }) => typeId).sort()]),
  )
}

it('associates, labels and removes single pairs', async () => {
  const [contact, company] = [await make('contacts'), await make('companies')]
  const made = await v4.basicApi.createDefault('contacts', contact, 'companies', company)
  assert.ok(made.results.some(({ associationSpec }) => associationSpec.associationTypeId === 279))
  const labelled = await v4.basicApi.create('contacts', contact, 'companies', company, defined(1))
  assert.deepEqual(labelled.labels, ['Primary'])
  assert.deepEqual(await companiesOf(contact), { [company]: [1, 279] })
  const read = await crm.contacts.basicApi.getById(contact, [], [], ['companies'])
  assert.equal(read.associations.companies.results[0].id, company)
  await v4.basicApi.archive('contacts', contact, 'companies', company)
  assert.deepEqual(await companiesOf(contact), {})
})

it('associates, labels and removes batches', async () => {
  const contact = await make('contacts')
  const [first, second] = [await make('companies'), await make('companies')]
  const plain = await v4.batchApi.createDefault('contacts', 'companies', {
    inputs: [{ _from: { id: contact }, to: { id: first } }],
  })
  assert.equal(plain.status, 'COMPLETE')
  const made = await v4.batchApi.create('contacts', 'companies', { inputs: [pair(contact, second, 1)] })
  assert.deepEqual(made.results[0].labels, ['Primary'])
  const read = await v4.batchApi.getPage('contacts', 'companies', inputs([contact]))
  assert.equal(read.results[0].to.length, 2)
  await v4.batchApi.archiveLabels('contacts', 'companies', { inputs: [pair(contact, second, 1)] })
  assert.deepEqual(await companiesOf(contact), { [first]: [279], [second]: [279] })
  const gone = { _from: { id: contact }, to: [{ id: first }, { id: second }] }
  await v4.batchApi.archive('contacts', 'companies', { inputs: [gone] })
  assert.deepEqual(await companiesOf(contact), {})

  const wrong = await v4.batchApi.create('contacts', 'companies', { inputs: [pair('1234', first, 279)] })
  assert.deepEqual([wrong.numErrors, wrong.errors[0].message], [1, 'CONTACT=1234 is not valid'])
})

it('defines, renames and deletes labels', async () => {
  const { definitionsApi } = v4.schema
  const made = await definitionsApi.create('contacts', 'companies', {
    name: 'adviser',
    label: 'Adviser',
    inverseLabel: 'Advised by',
  })
  const { typeId } = made.results[0]
  await definitionsApi.update('contacts', 'companies', { associationTypeId: typeId, label: 'Counsel' })
  const own = async () =>
    (await definitionsApi.getAll('contacts', 'companies')).results.filter(({ category }) => category === 'USER_DEFINED')
  assert.deepEqual(
    (await own()).map(({ label }) => label),
    ['Counsel'],
  )
  await definitionsApi.remove('contacts', 'companies', typeId)
  assert.deepEqual(await own(), [])
})

it('sets and lifts limits, by requests of our own: the client has no method for them', async () => {
  const path = '/crm/v4/associations/definitions/configurations'
  const ask = (method, suffix, body) => client.apiRequest({ method, path: `${path}/${suffix}`, body })
  const limit = { category: 'HUBSPOT_DEFINED', typeId: 4 }
  await ask('POST', 'contacts/deals/batch/create', { inputs: [{ ...limit, maxToObjectIds: 3 }] })
  await ask('POST', 'contacts/deals/batch/update', { inputs: [{ ...limit, maxToObjectIds: 2 }] })
  for (const suffix of ['all', 'contacts/deals']) {
    const { results } = await (await ask('GET', suffix)).json()
    assert.deepEqual(results, [{ ...limit, userEnforcedMaxToObjectIds: 2, label: null }])
  }
  assert.equal((await ask('POST', 'contacts/deals/batch/purge', { inputs: [limit] })).status, 204)
  assert.deepEqual((await (await ask('GET', 'all')).json()).results, [])
})

it('requests the usage report', async () => {
  const [owner] = (await crm.owners.ownersApi.getPage()).results
  assert.equal((await v4.reportApi.request(owner.userId)).userEmail, owner.email)
})

it('associates by name, as v3 did', async () => {
  const [contact, deal] = [await make('contacts'), await make('deals')]
  const named = { inputs: [{ _from: { id: contact }, to: { id: deal }, type: 'contact_to_deal' }] }
  assert.equal((await crm.associations.batchApi.create('contacts', 'deals', named)).results[0].type, 'contact_to_deal')
  const read = await crm.associations.batchApi.read('deals', 'contacts', inputs([deal]))
  assert.deepEqual(read.results[0].to[0].id, contact)
  await crm.associations.batchApi.archive('contacts', 'deals', named)
  assert.deepEqual((await v4.basicApi.getPage('deals', deal, 'contacts')).results, [])
  const types = await crm.associations.schema.typesApi.getAll('contacts', 'deals')
  assert.ok(types.results.some(({ id, name }) => id === '4' && name === 'contact_to_deal'))
})

it('shares the credit for a deal', async () => {
  const [owner] = (await crm.owners.ownersApi.getPage()).results
  const deal = await make('deals')
  const splits = [{ ownerId: Number(owner.id), percentage: 1 }]
  await crm.objects.dealSplits.batchApi.upsert({ inputs: [{ id: Number(deal), splits }] })
  const read = await crm.objects.dealSplits.batchApi.read(inputs([deal]))
  assert.equal(read.results[0].splits[0].properties.hubspot_owner_id, owner.id)
})
