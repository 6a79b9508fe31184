import { Body, Controller, Delete, Get, Param, Patch, Post, Query } from '@nestjs/common'
import {
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger'
import { ResourceStore } from '@gatehouse/data-access'
import { Answer } from '../../http/answer.js'
import { Incoming, IncomingRequest } from '../../http/incoming-request.js'
import { Actor, CurrentActor } from '../route/actor.js'
import { AdminRoute } from '../route/admin-route.js'
import { Idempotent } from '../route/idempotent.js'
import { listAnswer } from '../route/listing.js'
import { ChangesVersion, requireVersion, versioned } from '../route/version.js'
import { NewResourceFields, ResourceChangeFields } from './resource-fields.js'
import { resourceListRequest, ResourceListQuery } from './resource-list.query.js'
import { resourceId, ResourcePageView, resourceRowView, ResourceView, resourceView } from './resource-view.js'
import { ResourcesService } from './resources.service.js'

/** APIs that accept access tokens, with their scopes and roles. */
@ApiTags('APIs')
@Controller('admin/v1/resources')
export class ResourcesController {
  constructor(
    private readonly service: ResourcesService,
    private readonly resources: ResourceStore,
  ) {}

  @Get()
  @AdminRoute('admin:resources:read')
  @ApiOperation({ summary: 'List APIs' })
  @ApiOkResponse({ type: ResourcePageView })
  async list(@Query() query: ResourceListQuery): Promise<Answer> {
    const page = this.resources.page(resourceListRequest(query))
    return Answer.json(await listAnswer(page, query.sort ?? 'name', resourceRowView))
  }

  @Post()
  @AdminRoute('admin:resources:write')
  @Idempotent()
  @ApiOperation({ summary: 'Register an API' })
  @ApiCreatedResponse({ type: ResourceView })
  async register(@Body() fields: NewResourceFields, @CurrentActor() actor: Actor): Promise<Answer> {
    const resource = await this.service.register(fields, actor)
    return versioned(resource, resourceView(resource), {
      status: 201,
      location: `/admin/v1/resources/${resourceId(resource.identifier)}`,
    })
  }

  @Get(':resource_id')
  @AdminRoute('admin:resources:read')
  @ApiOperation({ summary: 'Show an API' })
  @ApiOkResponse({ type: ResourceView })
  async show(@Param('resource_id') id: string): Promise<Answer> {
    const resource = await this.service.require(id)
    return versioned(resource, resourceView(resource))
  }

  @Patch(':resource_id')
  @AdminRoute('admin:resources:write')
  @ChangesVersion()
  @ApiOperation({
    summary:
      'Change what is given; If-Match names the version that you saw. A scope that clients hold and a role that people hold stay',
  })
  @ApiOkResponse({ type: ResourceView })
  async change(
    @Param('resource_id') id: string,
    @Body() fields: ResourceChangeFields,
    @Incoming() incoming: IncomingRequest,
    @CurrentActor() actor: Actor,
  ): Promise<Answer> {
    const before = await this.service.requireChangeable(id, actor)
    const version = requireVersion(incoming, before, resourceView(before))
    const resource = await this.service.change(before, version, fields, actor)
    return versioned(resource, resourceView(resource))
  }

  @Delete(':resource_id')
  @AdminRoute('admin:resources:write')
  @ApiOperation({ summary: 'Remove an API that no client and no person depends on' })
  @ApiNoContentResponse()
  async remove(@Param('resource_id') id: string, @CurrentActor() actor: Actor): Promise<Answer> {
    await this.service.remove(id, actor)
    return Answer.empty(204)
  }
}
