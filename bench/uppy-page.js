// The page of uppy.mjs: Uppy sends the files of the field to the endpoint in the fragment.
import Uppy from '@uppy/core'
import Tus from '@uppy/tus'

const { endpoint, chunkSize } = JSON.parse(decodeURIComponent(location.hash.slice(1)))
const uppy = new Uppy({ autoProceed: true, meta: { group: 'uppy' } })
uppy.use(Tus, {
  endpoint,
  chunkSize: chunkSize ?? Infinity,
  retryDelays: Array(400).fill(300),
  onAfterResponse: (request, response) => {
    window.mediaLocation = response.getHeader('Media-Location') ?? window.mediaLocation
  },
})
uppy.on('upload-progress', (file, { bytesUploaded }) => {
  window.sent = bytesUploaded
})
uppy.on('complete', ({ successful, failed }) => {
  window.outcome = { successful: successful.length, failed: failed.map(({ error }) => String(error)) }
})

const field = document.querySelector('input')
field.addEventListener('change', () => {
  for (const file of field.files) uppy.addFile({ name: file.name, type: file.type, data: file, source: 'field' })
})
