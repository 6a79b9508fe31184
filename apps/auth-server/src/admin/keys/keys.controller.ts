import { Body, Controller, Get, Param, Post } from '@nestjs/common'
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger'
import { SigningKeyRotationStore } from '@gatehouse/data-access'
import { SIGNING_ALGS, type AdminSigningKeys, type SigningAlg } from '@gatehouse/token-types'
import { Clock } from '../../config/clock.js'
import { Settings } from '../../config/settings.js'
import { Answer } from '../../http/answer.js'
import { Problem } from '../../http/problem.js'
import { KeyRotations } from '../../oauth/keys/key-rotation.js'
import { Actor, CurrentActor } from '../route/actor.js'
import { AdminRoute } from '../route/admin-route.js'
import { FlagField, TextField } from '../route/fields.js'
import { rotationPreview, RotationPreviewView, SigningKeysView, signingKeyView } from './key-view.js'

/** Which algorithm gets another key. */
export class RotateFields {
  @TextField({ description: 'JWS algorithm', oneOf: SIGNING_ALGS })
  alg!: SigningAlg
  @FlagField({ description: 'Also while APIs may not know the next key yet', optional: true })
  force?: boolean
}

/** Keys that sign tokens. Private halves are never shown. */
@ApiTags('Keys')
@Controller('admin/v1/keys')
export class KeysController {
  constructor(
    private readonly store: SigningKeyRotationStore,
    private readonly rotations: KeyRotations,
    private readonly settings: Settings,
    private readonly clock: Clock,
  ) {}

  @Get()
  @AdminRoute('admin:keys:read')
  @ApiOperation({ summary: 'List signing keys and the schedule' })
  @ApiOkResponse({ type: SigningKeysView })
  async list(): Promise<Answer> {
    return Answer.json(await this.view())
  }

  @Get('rotation/:alg')
  @AdminRoute('admin:keys:read')
  @ApiOperation({ summary: 'Say what a rotation would do now' })
  @ApiOkResponse({ type: RotationPreviewView })
  async preview(@Param('alg') name: string): Promise<Answer> {
    const alg = SIGNING_ALGS.find((known) => known === name)
    if (!alg) throw new Problem('not-found', { detail: `Algorithms are ${SIGNING_ALGS.join(', ')}.` })
    return Answer.json(rotationPreview(alg, await this.rotations.outlook(alg)))
  }

  @Post('rotate')
  @AdminRoute('admin:keys:write')
  @ApiOperation({
    summary: 'Let the next key sign; the one before verifies until its last token has expired',
  })
  @ApiCreatedResponse({ type: SigningKeysView })
  async rotate(@Body() { alg, force = false }: RotateFields, @CurrentActor() actor: Actor): Promise<Answer> {
    const outlook = await this.rotations.outlook(alg)
    if (!outlook.isReady && !force) {
      throw new Problem('conflict', {
        detail: 'APIs may not know the next key yet. Wait until it is ready, or force it.',
        preview: rotationPreview(alg, outlook),
      })
    }
    const detail = { alg, before: outlook.current?.kid ?? null, after: outlook.next?.kid ?? null, force }
    const done = await this.rotations.rotate(alg, () =>
      actor.event({ type: 'key.rotated', detail }, this.clock.now()),
    )
    if (!done) throw new Problem('conflict', { detail: 'Somebody rotated the key meanwhile.' })
    return Answer.json(await this.view(), { status: 201 })
  }

  @Post(':kid/revoke')
  @AdminRoute('admin:keys:write')
  @ApiOperation({ summary: 'End a compromised key: nothing that it signed is accepted any more' })
  @ApiCreatedResponse({ type: SigningKeysView })
  async revoke(@Param('kid') kid: string, @CurrentActor() actor: Actor): Promise<Answer> {
    const key = (await this.store.all()).find((known) => known.kid === kid)
    if (!key) throw new Problem('not-found', { detail: 'There is no such key.' })
    if (key.status === 'revoked' || key.status === 'retired') {
      throw new Problem('conflict', { detail: `The key is ${key.status} already: nothing accepts it.` })
    }
    const detail = { kid, alg: key.alg, was: key.status }
    const done = await this.rotations.revoke(key, () =>
      actor.event({ type: 'key.revoked', detail }, this.clock.now()),
    )
    if (!done) throw new Problem('conflict', { detail: 'The key changed meanwhile. Look at it again.' })
    return Answer.json(await this.view(), { status: 201 })
  }

  private async view(): Promise<AdminSigningKeys> {
    const now = this.clock.now()
    const keys = await this.store.all()
    return {
      keys: keys.map((key) => signingKeyView(key, this.rotations, now)),
      rotation_days: this.settings.keyRotation.days,
      lead_seconds: this.settings.keyRotation.leadSeconds,
    }
  }
}
