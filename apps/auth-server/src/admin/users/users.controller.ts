import { Body, Controller, Delete, Get, Param, Patch, Post, Query } from '@nestjs/common'
import {
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger'
import { UserAdministration, type UserRecord } from '@gatehouse/data-access'
import { Answer } from '../../http/answer.js'
import { Incoming, IncomingRequest } from '../../http/incoming-request.js'
import { Actor, CurrentActor } from '../route/actor.js'
import { AdminRoute } from '../route/admin-route.js'
import { Idempotent } from '../route/idempotent.js'
import { listAnswer } from '../route/listing.js'
import { ChangesVersion, requireVersion, versioned } from '../route/version.js'
import { UserPageView, UserView, UserWithPasswordView } from './user-answers.js'
import { HeldRoleFields, NewUserFields, UserChangeFields } from './user-fields.js'
import { userListRequest, UserListQuery } from './user-list.query.js'
import { userRowView } from './user-view.js'
import { UsersService } from './users.service.js'

/** People with accounts, and the roles that they have at APIs. */
@ApiTags('People')
@Controller('admin/v1/users')
export class UsersController {
  constructor(
    private readonly service: UsersService,
    private readonly administration: UserAdministration,
  ) {}

  @Get()
  @AdminRoute('admin:users:read')
  @ApiOperation({ summary: 'List people' })
  @ApiOkResponse({ type: UserPageView })
  async list(@Query() query: UserListQuery): Promise<Answer> {
    const page = this.administration.page(userListRequest(query))
    return Answer.json(await listAnswer(page, query.sort ?? 'username', userRowView))
  }

  @Post()
  @AdminRoute('admin:users:write')
  @Idempotent()
  @ApiOperation({ summary: 'Make an account' })
  @ApiCreatedResponse({ type: UserWithPasswordView })
  async create(@Body() fields: NewUserFields, @CurrentActor() actor: Actor): Promise<Answer> {
    const { user, password } = await this.service.create(fields, actor)
    const view = { ...(await this.service.view(user)), ...(password === undefined ? {} : { password }) }
    return versioned(user, view, { status: 201, location: `/admin/v1/users/${user.id}` })
  }

  @Get(':sub')
  @AdminRoute('admin:users:read')
  @ApiOperation({ summary: 'Show a person' })
  @ApiOkResponse({ type: UserView })
  async show(@Param('sub') sub: string): Promise<Answer> {
    return this.answer(await this.service.require(sub))
  }

  @Patch(':sub')
  @AdminRoute('admin:users:write')
  @ChangesVersion()
  @ApiOperation({ summary: 'Change what is given; If-Match names the version that you saw' })
  @ApiOkResponse({ type: UserView })
  async change(
    @Param('sub') sub: string,
    @Body() fields: UserChangeFields,
    @Incoming() incoming: IncomingRequest,
    @CurrentActor() actor: Actor,
  ): Promise<Answer> {
    const before = await this.service.requireChangeable(sub, actor)
    const version = requireVersion(incoming, before, await this.service.view(before))
    await this.service.change(before, version, fields, actor)
    return this.answer(await this.service.require(sub))
  }

  @Post(':sub/disable')
  @AdminRoute('admin:users:write')
  @ApiOperation({ summary: 'Switch an account off; the person is signed out everywhere' })
  @ApiOkResponse({ type: UserView })
  async disable(@Param('sub') sub: string, @CurrentActor() actor: Actor): Promise<Answer> {
    return this.answer(await this.service.switch(sub, false, actor))
  }

  @Post(':sub/enable')
  @AdminRoute('admin:users:write')
  @ApiOperation({ summary: 'Switch an account on again; what was ended stays ended' })
  @ApiOkResponse({ type: UserView })
  async enable(@Param('sub') sub: string, @CurrentActor() actor: Actor): Promise<Answer> {
    return this.answer(await this.service.switch(sub, true, actor))
  }

  @Delete(':sub')
  @AdminRoute('admin:users:write')
  @ApiOperation({ summary: 'Remove an account for good; sessions, grants and tokens end' })
  @ApiNoContentResponse()
  async remove(@Param('sub') sub: string, @CurrentActor() actor: Actor): Promise<Answer> {
    await this.service.remove(sub, actor)
    return Answer.empty(204)
  }

  @Post(':sub/roles')
  @AdminRoute('admin:users:write')
  @ApiOperation({ summary: 'Give a role; those of the admin API by owners alone' })
  @ApiOkResponse({ type: UserView })
  async giveRole(
    @Param('sub') sub: string,
    @Body() { resource, role }: HeldRoleFields,
    @CurrentActor() actor: Actor,
  ): Promise<Answer> {
    return this.answer(await this.service.setRole(sub, { resource, role }, true, actor))
  }

  @Delete(':sub/roles')
  @AdminRoute('admin:users:write')
  @ApiOperation({ summary: 'Take a role away; those of the admin API by owners alone' })
  @ApiOkResponse({ type: UserView })
  async takeRole(
    @Param('sub') sub: string,
    @Query() { resource, role }: HeldRoleFields,
    @CurrentActor() actor: Actor,
  ): Promise<Answer> {
    return this.answer(await this.service.setRole(sub, { resource, role }, false, actor))
  }

  private async answer(user: UserRecord): Promise<Answer> {
    return versioned(user, await this.service.view(user))
  }
}
