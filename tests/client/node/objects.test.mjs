// Records: every operation of every group.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import { at, crm, fresh, groups, ids, inputs, make, refused } from './client.mjs'

const MERGEABLE = ['contacts', 'companies', 'deals', 'tickets']
const camel = (text) => text.replace(/_(\w)/g, (_, letter) => letter.toUpperCase())

/** An API of `crm.objects` for one type: its first argument is always the type. */
const bound = (api, type) => new Proxy(api, { get: (target, name) => (...args) => target[name](type, ...args) })

for (const { accessor, name: type, record, change, always } of groups) {
  const group = at(camel(accessor))
  const generic = accessor === 'objects'
  const [basic, batch, search] = ['basicApi', 'batchApi', 'searchApi'].map((api) =>
    generic ? bound(group[api], type) : group[api],
  )
  const [property, value] = change

  const several = async (count) => {
    const made = await batch.create({ inputs: Array.from({ length: count }, () => ({ properties: fresh(record) })) })
    return ids(made.results)
  }

  describe(type, () => {
    it('creates, reads, updates and archives a record', async () => {
      const made = await basic.create({ properties: fresh(record) })
      assert.equal(made.properties.hs_object_id, made.id)
      assert.ok(made.createdAt instanceof Date)
      assert.deepEqual(Object.keys((await basic.getById(made.id)).properties), always)

      const changed = await basic.update(made.id, { properties: { [property]: value } })
      assert.equal(changed.properties[property], value)
      const read = await basic.getById(made.id, [property], [property])
      assert.deepEqual(
        read.propertiesWithHistory[property].map((version) => version.value),
        [value, made.properties[property]],
      )

      await basic.archive(made.id)
      const missing = await refused(404, () => basic.getById(made.id))
      assert.match(missing.body, /HTTP ERROR 404/)
      assert.equal((await basic.getById(made.id, [], [], [], true)).archived, true)
    })

    it('pages through records', async () => {
      const made = await several(5)
      const first = await basic.getPage(2, made[0])
      assert.deepEqual(ids(first.results), made.slice(0, 2))
      const last = await basic.getPage(3, first.paging.next.after)
      assert.deepEqual(ids(last.results), made.slice(2))
      assert.equal(last.paging, undefined)
      if (group.getAll) assert.deepEqual(ids(await group.getAll(2)).slice(-5), made)
    })

    it('writes and reads batches', async () => {
      const made = await several(3)
      const wanted = made.map((id) => ({ id, properties: { [property]: `${value} ${id}` } }))
      await batch.update({ inputs: wanted })
      const read = await batch.read({ ...inputs(made), properties: [property], propertiesWithHistory: [] })
      assert.deepEqual(
        read.results.map((found) => found.properties[property]),
        made.map((id) => `${value} ${id}`),
      )
      const upserts = wanted.map(({ id }) => ({ id, idProperty: 'hs_object_id', properties: { [property]: value } }))
      const upserted = await batch.upsert({ inputs: upserts })
      assert.deepEqual(upserted.results.map((found) => [found.id, found._new]), made.map((id) => [id, false]))

      await batch.archive(inputs(made.slice(1)))
      const partly = await batch.read({ ...inputs(made), properties: [], propertiesWithHistory: [] })
      assert.deepEqual(ids(partly.results), made.slice(0, 1))
      assert.equal(partly.numErrors, 1)
      assert.deepEqual(partly.errors[0].context.ids.sort(), made.slice(1))
    })

    it('searches', async () => {
      const made = await several(3)
      const filters = [{ propertyName: 'hs_object_id', operator: 'IN', values: made }]
      const wanted = { filterGroups: [{ filters }], sorts: ['-hs_object_id'], limit: 2, properties: ['hs_object_id'] }
      const first = await search.doSearch({ ...wanted, after: '0' })
      assert.deepEqual([first.total, ids(first.results)], [3, [made[2], made[1]]])
      const last = await search.doSearch({ ...wanted, after: first.paging.next.after })
      assert.deepEqual([ids(last.results), last.paging], [[made[0]], undefined])
    })

    if (MERGEABLE.includes(type)) {
      it('merges', async () => {
        const [primaryObjectId, objectIdToMerge] = await several(2)
        const merged = await basic.merge({ primaryObjectId, objectIdToMerge })
        assert.notEqual(merged.id, primaryObjectId)
        assert.equal((await basic.getById(objectIdToMerge)).id, merged.id)
      })
    }
  })
}

describe('contacts', () => {
  it('are upserted and read by address', async () => {
    const id = `upsert.node${process.pid}@example.com`
    const upsert = () => crm.contacts.batchApi.upsert({ inputs: [{ id, idProperty: 'email', properties: {} }] })
    const [first, again] = [(await upsert()).results[0], (await upsert()).results[0]]
    assert.deepEqual([first._new, again._new, again.id], [true, false, first.id])
    assert.equal((await crm.contacts.basicApi.getById(id, [], [], [], false, 'email')).id, first.id)
    assert.equal((await crm.contacts.basicApi.update(id, { properties: { firstname: 'Ada' } }, 'email')).id, first.id)
  })

  it('are erased for good', async () => {
    const objectId = await make('contacts')
    await crm.contacts.basicApi.purge({ objectId })
    for (const archived of [false, true]) {
      await refused(404, () => crm.contacts.basicApi.getById(objectId, [], [], [], archived))
    }
  })

  it('refuse what they cannot take, with the body of the service, at the first try', async () => {
    const email = `held.node${process.pid}@example.com`
    const holder = await make('contacts', { email })
    const create = (properties) => () => crm.contacts.basicApi.create({ properties })
    const conflict = await refused(409, create({ email }))
    assert.equal(conflict.body.message, `Contact already exists. Existing ID: ${holder}`)
    assert.equal(conflict.body.correlationId, conflict.headers['x-hubspot-correlation-id'])
    const unknown = await refused(400, create({ nonsense: '1' }))
    assert.equal(unknown.body.category, 'VALIDATION_ERROR')
  })
})

it('feedback submissions are only read', async () => {
  const { basicApi, batchApi, searchApi } = crm.objects.feedbackSubmissions
  assert.deepEqual((await basicApi.getPage()).results, [])
  assert.equal((await searchApi.doSearch({})).total, 0)
  await refused(404, () => basicApi.getById('1'))
  const read = await batchApi.read({ ...inputs(['1']), properties: [], propertiesWithHistory: [] })
  assert.equal(read.numErrors, 1)
})
