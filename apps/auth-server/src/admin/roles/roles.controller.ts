import { Controller, Get, Query } from '@nestjs/common'
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger'
import { RoleStore } from '@gatehouse/data-access'
import { Answer } from '../../http/answer.js'
import { Problem } from '../../http/problem.js'
import { AdminRoute } from '../route/admin-route.js'
import { listAnswer } from '../route/listing.js'
import {
  roleHolderListRequest,
  RoleHolderListQuery,
  roleListRequest,
  RoleListQuery,
} from './role-list.query.js'
import { RoleHolderPageView, roleHolderView, RolePageView, roleRowView } from './role-view.js'

/** Roles over all APIs, and who holds them. They are made with the API and given with the person. */
@ApiTags('Roles')
@Controller('admin/v1/roles')
export class RolesController {
  constructor(private readonly roles: RoleStore) {}

  @Get()
  @AdminRoute('admin:resources:read')
  @ApiOperation({ summary: 'List roles, with how many people hold each' })
  @ApiOkResponse({ type: RolePageView })
  async list(@Query() query: RoleListQuery): Promise<Answer> {
    const page = this.roles.page(roleListRequest(query))
    return Answer.json(await listAnswer(page, query.sort ?? 'resource', roleRowView))
  }

  @Get('holders')
  @AdminRoute('admin:users:read')
  @ApiOperation({ summary: 'List who holds a role' })
  @ApiOkResponse({ type: RoleHolderPageView })
  async holders(@Query() query: RoleHolderListQuery): Promise<Answer> {
    const { resource, role, sort = 'username' } = query
    if (!(await this.roles.exists(resource, role))) {
      throw new Problem('not-found', { detail: `${resource} has no role ${role}.` })
    }
    const page = this.roles.holders(resource, role, roleHolderListRequest(query))
    return Answer.json(await listAnswer(page, sort, roleHolderView))
  }
}
