import { describe, expect, it } from '@jest/globals'
import { orAborted, pause, whileAwake } from './waiting.js'

const livingTimers = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length

describe('pause', () => {
  it('does not keep the process alive', async () => {
    const before = livingTimers()
    const paused = pause(20)
    expect(livingTimers()).toBe(before)
    await whileAwake(paused)
  })
})

describe('whileAwake', () => {
  it('keeps the process alive exactly as long as the work lasts', async () => {
    const before = livingTimers()
    const waited = whileAwake(pause(20))
    expect(livingTimers()).toBe(before + 1)
    await waited
    expect(livingTimers()).toBe(before)
  })

  it('lets go of the process when the work fails', async () => {
    const before = livingTimers()
    await expect(whileAwake(Promise.reject(new Error('no')))).rejects.toThrow('no')
    expect(livingTimers()).toBe(before)
  })
})

describe('orAborted', () => {
  it('is what the work gives while nothing is aborted', async () => {
    await expect(orAborted(Promise.resolve(1), new AbortController().signal)).resolves.toBe(1)
  })

  it('is refused with the reason of the abort while the work goes on', async () => {
    const controller = new AbortController()
    const outcome = orAborted(new Promise(() => undefined), controller.signal)
    controller.abort(new Error('enough'))
    await expect(outcome).rejects.toThrow('enough')
  })

  it('is refused at once when it was aborted before', async () => {
    await expect(orAborted(Promise.resolve(1), AbortSignal.abort(new Error('enough')))).rejects.toThrow(
      'enough',
    )
  })
})
