// Every operation on lists, their members and folders.

import assert from 'node:assert/strict'
import { test } from 'node:test'

import { client } from './client.mjs'

const { lists } = client.crm

const named = (value) => ({
  filterBranchType: 'OR',
  filterBranches: [{
    filterBranchType: 'AND',
    filters: [{
      filterType: 'PROPERTY',
      property: 'firstname',
      operation: { operationType: 'STRING', operator: 'IS_EQUAL_TO', value },
    }],
  }],
})

const contact = async (email, firstname) =>
  (await client.crm.contacts.basicApi.create({ properties: { email, firstname }, associations: [] })).id

const manual = async (name) =>
  (await lists.listsApi.create({ name, objectTypeId: '0-1', processingType: 'MANUAL' })).list.listId

async function membersOf(id, expected) {
  for (let tries = 0; ; tries += 1) {
    const found = (await lists.membershipsApi.getPage(id)).results.map(({ recordId }) => recordId)
    if (tries > 100 || found.join() === expected.join()) return found
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

test('a list from its filters to its end', async () => {
  const ada = await contact('node-ada@example.com', 'NodeAda')
  const { list } = await lists.listsApi.create({
    name: 'Node', objectTypeId: '0-1', processingType: 'DYNAMIC', filterBranch: named('nodeada'),
  })
  assert.deepEqual(await membersOf(list.listId, [ada]), [ada])
  assert.equal((await lists.listsApi.getById(list.listId, true)).list.size, 1)
  assert.equal((await lists.listsApi.getByName('node', '0-1')).list.listId, list.listId)
  assert.equal((await lists.listsApi.getAll([list.listId])).lists.length, 1)
  assert.equal((await lists.listsApi.updateName(list.listId, 'Renamed')).updatedList.name, 'Renamed')
  const changed = await lists.listsApi.updateListFilters(list.listId, { filterBranch: named('nobody') })
  assert.equal(changed.updatedList.listVersion, 2)
  assert.deepEqual(await membersOf(list.listId, []), [])
  assert.equal((await lists.listsApi.doSearch({ query: 'renam' })).total, 1)
  await lists.listsApi.remove(list.listId)
  await assert.rejects(lists.listsApi.getById(list.listId), { code: 404 })
  await lists.listsApi.restore(list.listId)
})

test('members by hand', async () => {
  const [one, two] = [await contact('node-1@example.com', 'One'), await contact('node-2@example.com', 'Two')]
  const [first, second] = [await manual('Node first'), await manual('Node second')]
  const api = lists.membershipsApi
  assert.deepEqual((await api.add(first, [one])).recordsIdsAdded, [one])
  const outcome = await api.addAndRemove(first, { recordIdsToAdd: [two], recordIdsToRemove: [one] })
  assert.deepEqual(outcome.recordIdsRemoved, [one])
  await api.addAllFromList(second, first)
  assert.equal((await api.getLists('0-1', two)).results.length, 2)
  assert.deepEqual((await api.remove(second, [two])).recordIdsRemoved, [two])
  await api.add(first, [one])
  const page = await api.getPage(first, undefined, undefined, 1)
  assert.equal((await api.getPage(first, page.paging.next.after)).results.length, 1)
  assert.equal((await api.getPageOrderedByAddedToListDate(first)).results[0].recordId, two)
  await api.removeAll(first)
  assert.deepEqual(await membersOf(first, []), [])
})

test('folders and ids', async () => {
  const { folder } = await lists.foldersApi.create({ name: 'Node folder' })
  const one = await manual('Node in a folder')
  await lists.foldersApi.moveList({ listId: one, newFolderId: String(folder.id) })
  assert.deepEqual((await lists.foldersApi.getAll(String(folder.id))).folder.childLists, [Number(one)])
  assert.equal((await lists.foldersApi.rename(String(folder.id), 'Other')).folder.name, 'Other')
  await lists.foldersApi.move(String(folder.id), '0')
  await lists.foldersApi.moveList({ listId: one, newFolderId: '0' })
  await lists.foldersApi.remove(String(folder.id))
  assert.equal((await lists.mappingApi.translateLegacyListIdToListId(one)).listId, one)
  assert.deepEqual((await lists.mappingApi.translateLegacyListIdToListIdBatch([one, '3'])).missingLegacyListIds, ['3'])
})
