// Files and folders, through their whole life.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import { client, ids, refused } from './client.mjs'

const { filesApi, foldersApi } = client.files
const PUBLIC = JSON.stringify({ access: 'PUBLIC_INDEXABLE' })
const upload = (name, content, folder, options = PUBLIC) =>
  filesApi.upload({ data: Buffer.from(content), name }, undefined, folder, undefined, undefined, options)

/** The first answer of a task that says it is complete. */
const complete = async (ask) => {
  for (let tries = 0; tries < 400; tries += 1) {
    const status = await ask()
    if (status.status === 'COMPLETE') return status
    await new Promise((done) => setTimeout(done, 50))
  }
  throw new Error('the task does not end')
}

describe('files', () => {
  it('are uploaded, read, replaced, changed, found and deleted', async () => {
    const made = await upload('notes.txt', 'some notes', '/node/files')
    assert.equal(made.path, '/node/files/notes.txt')
    assert.equal(await (await fetch(made.url)).text(), 'some notes')
    const read = await filesApi.getById(made.id)
    assert.deepEqual([read.path, read.size, read.access], [made.path, 10, 'PUBLIC_INDEXABLE'])
    assert.equal((await filesApi.getMetadata('node/files/notes.txt')).file.id, made.id)

    const replaced = await filesApi.replace(made.id, { data: Buffer.from('other'), name: 'x.txt' }, undefined, PUBLIC)
    assert.deepEqual([replaced.id, replaced.size, replaced.url], [made.id, 5, made.url])
    const changed = await filesApi.updateProperties(made.id, { name: 'renamed', access: 'PRIVATE' })
    assert.equal(changed.path, '/node/files/renamed.txt')
    assert.equal((await fetch(changed.url)).status, 404)
    const link = await filesApi.getSignedUrl(made.id, undefined, 60)
    assert.equal(await (await fetch(link.url)).text(), 'other')

    const found = await filesApi.doSearch(undefined, undefined, undefined, 1, ['-name'], [Number(made.id)])
    assert.deepEqual(ids(found.results), [made.id])
    await filesApi.archive(made.id)
    await refused(404, () => filesApi.getById(made.id))
    await filesApi._delete(made.id)
  })

  it('are in folders that move', async () => {
    const top = await foldersApi.create({ name: 'node folder' })
    const file = await upload('a.txt', 'a', '/node folder/under')
    const under = await foldersApi.getById(file.parentFolderId)
    assert.equal(under.path, '/node folder/under')
    assert.equal((await foldersApi.getByPath('node folder/under')).id, under.id)
    assert.equal((await foldersApi.updateProperties(top.id, { name: 'moved' })).path, '/moved')
    const task = await foldersApi.updatePropertiesRecursively({ id: top.id, name: 'moved again' })
    const done = await complete(() => foldersApi.checkUpdateStatus(task.id))
    assert.equal(done.result.path, '/moved again')
    assert.equal((await filesApi.getById(file.id)).path, '/moved again/under/a.txt')
    await foldersApi.archive(top.id)
    await refused(404, () => filesApi.getById(file.id))
  })
})
