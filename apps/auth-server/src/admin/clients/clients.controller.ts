import { Body, Controller, Delete, Get, Param, Patch, Post, Query } from '@nestjs/common'
import {
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger'
import { ClientStore } from '@gatehouse/data-access'
import { Answer } from '../../http/answer.js'
import { Incoming, IncomingRequest } from '../../http/incoming-request.js'
import { Actor, CurrentActor } from '../route/actor.js'
import { AdminRoute } from '../route/admin-route.js'
import { Idempotent } from '../route/idempotent.js'
import { listAnswer } from '../route/listing.js'
import { ChangesVersion, requireVersion, versioned } from '../route/version.js'
import { ClientChangeFields, NewClientFields } from './client-fields.js'
import { clientListRequest, ClientListQuery } from './client-list.query.js'
import { ClientPageView, clientRowView, ClientView, clientView, ClientWithSecretView } from './client-view.js'
import { ClientsService } from './clients.service.js'

/** Clients of the authorization server. */
@ApiTags('Clients')
@Controller('admin/v1/clients')
export class ClientsController {
  constructor(
    private readonly service: ClientsService,
    private readonly clients: ClientStore,
  ) {}

  @Get()
  @AdminRoute('admin:clients:read')
  @ApiOperation({ summary: 'List clients' })
  @ApiOkResponse({ type: ClientPageView })
  async list(@Query() query: ClientListQuery): Promise<Answer> {
    const page = this.clients.page(clientListRequest(query))
    return Answer.json(await listAnswer(page, query.sort ?? 'name', clientRowView))
  }

  @Post()
  @AdminRoute('admin:clients:write')
  @Idempotent()
  @ApiOperation({ summary: 'Register a client' })
  @ApiCreatedResponse({ type: ClientWithSecretView })
  async register(@Body() fields: NewClientFields, @CurrentActor() actor: Actor): Promise<Answer> {
    const { client, secret } = await this.service.register(fields, actor)
    const view = { ...clientView(client), ...(secret === undefined ? {} : { client_secret: secret }) }
    return versioned(client, view, {
      status: 201,
      location: `/admin/v1/clients/${encodeURIComponent(client.clientId)}`,
    })
  }

  @Get(':client_id')
  @AdminRoute('admin:clients:read')
  @ApiOperation({ summary: 'Show a client' })
  @ApiOkResponse({ type: ClientView })
  async show(@Param('client_id') clientId: string): Promise<Answer> {
    const client = await this.service.require(clientId)
    return versioned(client, clientView(client))
  }

  @Patch(':client_id')
  @AdminRoute('admin:clients:write')
  @ChangesVersion()
  @ApiOperation({ summary: 'Change what is given; If-Match names the version that you saw' })
  @ApiOkResponse({ type: ClientView })
  async change(
    @Param('client_id') clientId: string,
    @Body() fields: ClientChangeFields,
    @Incoming() incoming: IncomingRequest,
    @CurrentActor() actor: Actor,
  ): Promise<Answer> {
    const before = await this.service.requireChangeable(clientId, actor)
    const version = requireVersion(incoming, before, clientView(before))
    const client = await this.service.change(before, version, fields, actor)
    return versioned(client, clientView(client))
  }

  @Post(':client_id/disable')
  @AdminRoute('admin:clients:write')
  @ApiOperation({ summary: 'Switch a client off; its tokens are revoked' })
  @ApiOkResponse({ type: ClientView })
  async disable(@Param('client_id') clientId: string, @CurrentActor() actor: Actor): Promise<Answer> {
    const client = await this.service.switch(clientId, false, actor)
    return versioned(client, clientView(client))
  }

  @Post(':client_id/enable')
  @AdminRoute('admin:clients:write')
  @ApiOperation({ summary: 'Switch a client on again; what was revoked stays revoked' })
  @ApiOkResponse({ type: ClientView })
  async enable(@Param('client_id') clientId: string, @CurrentActor() actor: Actor): Promise<Answer> {
    const client = await this.service.switch(clientId, true, actor)
    return versioned(client, clientView(client))
  }

  @Delete(':client_id')
  @AdminRoute('admin:clients:write')
  @ApiOperation({
    summary: 'Remove a client; its tokens are revoked and what people allowed it is forgotten',
  })
  @ApiNoContentResponse()
  async remove(@Param('client_id') clientId: string, @CurrentActor() actor: Actor): Promise<Answer> {
    await this.service.remove(clientId, actor)
    return Answer.empty(204)
  }
}
