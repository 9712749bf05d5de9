// Timeline events of an app: templates with its developer key, events with its access token.

import assert from 'node:assert/strict'
import { test } from 'node:test'

import hubspot from '@hubspot/api-client'

import { url } from './client.mjs'

const app = JSON.parse(process.env.HUBSTEAD_APP)
const developer = new hubspot.Client({ developerApiKey: app.developer_api_key, basePath: url }).crm.timeline
const installed = new hubspot.Client({ accessToken: app.token, basePath: url }).crm.timeline

test('an event from its template to its rendering', async () => {
  const template = await developer.templatesApi.create(app.id, {
    name: 'Pets',
    objectType: 'contacts',
    headerTemplate: 'Registered {{petName}}',
    detailTemplate: '{{#each extraData.polls}}{{answer}};{{/each}}',
    tokens: [{ name: 'petName', label: 'Name', type: 'string', options: [] }],
  })
  assert.equal((await developer.templatesApi.getAll(app.id)).results.length, 1)
  const patched = await developer.tokensApi.update(template.id, 'petName', app.id, { label: 'Pet' })
  assert.equal(patched.label, 'Pet')
  const event = {
    eventTemplateId: template.id,
    email: 'node-pets@example.com',
    tokens: { petName: 'Art' },
    extraData: { polls: [{ answer: 'yes' }] },
  }
  const sent = await installed.eventsApi.create({ ...event, id: 'one', timestamp: new Date('2026-01-02T03:04:05.678Z') })
  assert.equal(sent.timestamp.toISOString(), '2026-01-02T03:04:05.678Z')
  const batch = await installed.eventsApi.createBatch({ inputs: [{ ...event, id: 'two' }] })
  assert.deepEqual(batch.results.map(({ id }) => id), ['two'])
  assert.equal((await installed.eventsApi.getById(template.id, 'two')).objectId, sent.objectId)
  assert.equal((await installed.eventsApi.getDetailById(template.id, 'two')).details, 'yes;')
  assert.equal(await installed.eventsApi.getRenderById(template.id, 'two'), '<p>Registered Art</p>\n')
  await developer.templatesApi.archive(template.id, app.id)
  await assert.rejects(installed.eventsApi.getById(template.id, 'two'), { code: 404 })
})
