// Imports and exports: a file in, its errors, and the records out again.

import assert from 'node:assert/strict'
import { test } from 'node:test'

import { client } from './client.mjs'

const columns = [
  { columnObjectTypeId: '0-1', columnName: 'Email', propertyName: 'email' },
  { columnObjectTypeId: '0-1', columnName: 'Status', propertyName: 'hs_lead_status' },
]
const request = {
  name: 'Node',
  files: [{ fileName: 'a.csv', fileFormat: 'CSV', fileImportPage: { hasHeader: true, columnMappings: columns } }],
}

async function until(ask, done) {
  for (let tries = 0; tries < 300; tries++) {
    const found = await ask()
    if (done(found)) return found
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  assert.fail('it takes too long')
}

test('a file is imported', async () => {
  const { coreApi, publicImportsApi } = client.crm.imports
  const file = { data: Buffer.from('Email,Status\nnode-import@example.com,NEW\nbad,NEW\n'), name: 'a.csv' }
  const { id } = await coreApi.create(file, JSON.stringify(request))
  const run = await until(() => coreApi.getById(id), ({ state }) => state === 'DONE')
  assert.equal(run.metadata.counters.CREATED_OBJECTS, 1)
  const { results } = await publicImportsApi.getErrors(id, undefined, 10, true, true)
  assert.deepEqual(results.map(({ errorType, sourceData }) => [errorType, sourceData.lineNumber]), [['INVALID_EMAIL', 3]])
  assert.ok((await coreApi.getPage(undefined, undefined, 10)).results.some((found) => found.id === id))
  assert.equal((await coreApi.cancel(id)).status, 'COMPLETE')
})

test('records are exported', async () => {
  // The client cannot write the body of a start: its type of a view has no serializer. Its answers it reads.
  const asked = {
    exportType: 'VIEW',
    format: 'CSV',
    exportName: 'Node',
    objectType: 'CONTACT',
    objectProperties: ['email'],
    language: 'EN',
    publicCrmSearchRequest: {
      filters: [{ propertyName: 'email', operator: 'EQ', value: 'node-import@example.com' }],
    },
  }
  const started = await client.apiRequest({ method: 'POST', path: '/crm/v3/exports/export/async', body: asked })
  const { id } = await started.json()
  const api = client.crm.exports.publicExportsApi
  const { result } = await until(() => api.getStatus(id), ({ status }) => status === 'COMPLETE')
  const lines = (await (await fetch(result)).text()).trim().split('\r\n')
  assert.equal(lines[0], 'Record ID,Email')
  assert.match(lines[1], /^\d+,node-import@example.com$/)
  assert.equal(lines.length, 2)
})
