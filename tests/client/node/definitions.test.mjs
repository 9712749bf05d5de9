// Properties, pipelines, schemas and owners.

import assert from 'node:assert/strict'
import { it } from 'node:test'

import { crm, make, refused } from './client.mjs'

const names = (found) => found.map(({ name }) => name)

it('properties and their groups', async () => {
  const { coreApi, batchApi, groupsApi } = crm.properties
  await groupsApi.create('deals', { name: 'engines', label: 'Engines' })
  await groupsApi.update('deals', 'engines', { label: 'All engines' })
  assert.equal((await groupsApi.getByName('deals', 'engines')).label, 'All engines')
  assert.ok(names((await groupsApi.getAll('deals')).results).includes('engines'))

  const metal = { name: 'metal', label: 'Metal', type: 'string', fieldType: 'text', groupName: 'engines' }
  assert.equal((await coreApi.create('deals', metal)).archived, false)
  await coreApi.update('deals', 'metal', { label: 'Its metal' })
  assert.equal((await coreApi.getByName('deals', 'metal')).label, 'Its metal')
  const deal = await make('deals', { metal: 'brass' })
  assert.equal((await crm.deals.basicApi.getById(deal, ['metal'])).properties.metal, 'brass')
  await coreApi.archive('deals', 'metal')
  assert.deepEqual(names((await coreApi.getAll('deals', true)).results), ['metal'])
  await refused(404, () => coreApi.getByName('deals', 'metal'))

  const named = { inputs: [{ name: 'weight' }], archived: false }
  await batchApi.create('deals', { inputs: [{ ...metal, name: 'weight' }] })
  assert.deepEqual(names((await batchApi.read('deals', named)).results), ['weight'])
  await batchApi.archive('deals', named)
  await groupsApi.archive('deals', 'engines')
})

it('pipelines and stages', async () => {
  const { pipelinesApi, pipelineStagesApi, pipelineAuditsApi, pipelineStageAuditsApi } = crm.pipelines
  const stage = (label, probability) => ({ label, displayOrder: 0, metadata: { probability } })
  const labels = (found) => found.map(({ label }) => label).sort()
  const { id } = await pipelinesApi.create('deals', { label: 'Engines', displayOrder: 3, stages: [stage('Drawn', '0.1')] })
  assert.equal((await pipelinesApi.update('deals', id, { label: 'All engines' })).label, 'All engines')
  await pipelinesApi.replace('deals', id, { label: 'Engines', displayOrder: 4, stages: [stage('Sold', '1.0')] })
  assert.deepEqual(labels((await pipelinesApi.getById('deals', id)).stages), ['Sold'])
  assert.deepEqual(labels((await pipelinesApi.getAll('deals')).results), ['Engines', 'Sales Pipeline'])

  const built = await pipelineStagesApi.create('deals', id, stage('Built', '0.5'))
  await pipelineStagesApi.update('deals', id, built.id, { label: 'Rebuilt', metadata: {} })
  assert.equal((await pipelineStagesApi.getById('deals', id, built.id)).metadata.probability, '0.5')
  await pipelineStagesApi.replace('deals', id, built.id, stage('Oiled', '0.6'))
  assert.deepEqual(labels((await pipelineStagesApi.getAll('deals', id)).results), ['Oiled', 'Sold'])
  await pipelineStagesApi.archive('deals', id, built.id)
  await pipelinesApi.archive('deals', id, true, true)
  await refused(404, () => pipelinesApi.getById('deals', id))
  assert.equal((await pipelineAuditsApi.getAudit('deals', id)).results[0].action, 'DELETE')
  assert.equal((await pipelineStageAuditsApi.getAudit('deals', built.id)).results[0].action, 'DELETE')
})

it('custom objects', async () => {
  const { coreApi } = crm.schemas
  const made = await coreApi.create({
    name: 'engine',
    labels: { singular: 'Engine', plural: 'Engines' },
    properties: [{ name: 'engine_name', label: 'Name', type: 'string', fieldType: 'text' }],
    primaryDisplayProperty: 'engine_name',
    requiredProperties: ['engine_name'],
    searchableProperties: ['engine_name'],
    secondaryDisplayProperties: [],
    associatedObjects: ['CONTACT'],
  })
  const type = made.objectTypeId
  await coreApi.update(type, { labels: { singular: 'Mill', plural: 'Mills' } })
  assert.equal((await coreApi.getById('p_engine')).labels.plural, 'Mills')
  assert.deepEqual(names((await coreApi.getAll()).results), ['engine'])
  const egg = { fromObjectTypeId: type, toObjectTypeId: '0-3', name: 'engine_to_deal' }
  const tie = await coreApi.createAssociation(type, egg)
  await coreApi.archiveAssociation(type, tie.id)

  const engine = await crm.objects.basicApi.create(type, { properties: { engine_name: 'Mark I' } })
  const found = await crm.objects.searchApi.doSearch('p_engine', { query: 'mark' })
  assert.deepEqual([found.total, found.results[0].id], [1, engine.id])
  await refused(400, () => coreApi.archive(type))
  await crm.objects.basicApi.archive(type, engine.id)
  await coreApi.archive(type)
  assert.deepEqual((await coreApi.getAll()).results, [])
})

it('owners', async () => {
  const { ownersApi } = crm.owners
  const [owner] = (await ownersApi.getPage(undefined, undefined, 100)).results
  assert.equal((await ownersApi.getById(Number(owner.id))).email, owner.email)
  assert.equal((await ownersApi.getById(owner.userId, 'userId')).id, owner.id)
  assert.deepEqual((await ownersApi.getPage('nobody@example.com')).results, [])
})
