import { Body, Controller, Get, Param, Post } from '@nestjs/common'
import {
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger'
import type { AdminPasswordLink, AdminSignInLock } from '@gatehouse/token-types'
import { Answer } from '../../http/answer.js'
import { Actor, CurrentActor } from '../route/actor.js'
import { AdminRoute } from '../route/admin-route.js'
import { EndedView, endedView } from '../route/ended.js'
import { FlagField, MomentField, ObjectListField, TextField } from '../route/fields.js'
import { PasswordLinksService } from './password-links.service.js'
import { PasswordFields } from './user-fields.js'
import { UsersService } from './users.service.js'

/** What was ended by a new password, and the password where it was made here. */
class PasswordSetView extends EndedView {
  @TextField({ description: 'The password, shown this once; absent where you chose it', optional: true })
  password?: string
}

/** A link that is shown this once. */
class PasswordLinkView implements AdminPasswordLink {
  @TextField({
    description: 'Where the person chooses a password; whoever has it can, so hand it to nobody else',
  })
  link!: string
  @MomentField({ description: 'Until when it may be used, once' })
  expires_at!: string
}

/** From where somebody has to wait. */
class SignInLockView implements AdminSignInLock {
  @TextField({
    description: 'Address; null for everywhere, but for browsers in which they signed in before',
    nullable: true,
  })
  ip_address!: string | null
  @FlagField({ description: 'True when it waits for every account, which unlocking a person does not end' })
  is_of_address!: boolean
  @MomentField({ description: 'When tries are heard again' })
  until!: string
}

/** Where somebody has to wait. */
class SignInLocksView {
  @ObjectListField({ description: 'Empty where they can try' }, () => SignInLockView)
  items!: SignInLockView[]
}

const isEverywhere = ({ ip_address: address }: AdminSignInLock): boolean => address === null

/** Helping people in again. */
@ApiTags('People')
@Controller('admin/v1/users/:sub')
export class UserAccessController {
  constructor(
    private readonly service: UsersService,
    private readonly links: PasswordLinksService,
  ) {}

  @Post('password')
  @AdminRoute('admin:users:reset')
  @ApiOperation({ summary: 'Set another password; the person is signed out everywhere' })
  @ApiOkResponse({ type: PasswordSetView })
  async setPassword(
    @Param('sub') sub: string,
    @Body() { password: own }: PasswordFields,
    @CurrentActor() actor: Actor,
  ): Promise<Answer> {
    const { ended, password } = await this.service.setPassword(sub, own, actor)
    return Answer.json({ ...endedView(ended), ...(password === undefined ? {} : { password }) })
  }

  @Post('password/link')
  @AdminRoute('admin:users:reset')
  @ApiOperation({
    summary: 'Make a link by which the person chooses a password, in place of one from before',
    description: 'The password before it, if there is one, goes on until the link is used.',
  })
  @ApiCreatedResponse({ type: PasswordLinkView })
  async makePasswordLink(@Param('sub') sub: string, @CurrentActor() actor: Actor): Promise<Answer> {
    return Answer.json(await this.links.make(sub, actor), { status: 201 })
  }

  @Get('locks')
  @AdminRoute('admin:users:read')
  @ApiOperation({
    summary: 'Say from where the person has to wait before they can try to sign in again',
    description: 'Single addresses are told to those alone who may read the audit log: admin:audit:read.',
  })
  @ApiOkResponse({ type: SignInLocksView })
  async locks(@Param('sub') sub: string, @CurrentActor() actor: Actor): Promise<Answer> {
    const locks = await this.service.locks(sub)
    const items = actor.scopes.has('admin:audit:read') ? locks : locks.filter(isEverywhere)
    return Answer.json({ items })
  }

  @Post('unlock')
  @AdminRoute('admin:users:reset')
  @ApiOperation({ summary: 'Forget failed tries to sign in, so that the person can try again at once' })
  @ApiNoContentResponse()
  async unlock(@Param('sub') sub: string, @CurrentActor() actor: Actor): Promise<Answer> {
    await this.service.unlock(sub, actor)
    return Answer.empty(204)
  }
}
