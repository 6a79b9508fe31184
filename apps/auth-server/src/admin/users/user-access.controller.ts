import { Body, Controller, Param, Post } from '@nestjs/common'
import { ApiOkResponse, ApiNoContentResponse, ApiOperation, ApiTags } from '@nestjs/swagger'
import { Answer } from '../../http/answer.js'
import { Actor, CurrentActor } from '../route/actor.js'
import { AdminRoute } from '../route/admin-route.js'
import { EndedView, endedView } from '../route/ended.js'
import { TextField } from '../route/fields.js'
import { PasswordFields } from './user-fields.js'
import { UsersService } from './users.service.js'

/** What was ended by a new password, and the password where it was made here. */
class PasswordSetView extends EndedView {
  @TextField({ description: 'The password, shown this once; absent where you chose it', optional: true })
  password?: string
}

/** Helping people in again. */
@ApiTags('People')
@Controller('admin/v1/users/:sub')
export class UserAccessController {
  constructor(private readonly service: UsersService) {}

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

  @Post('unlock')
  @AdminRoute('admin:users:reset')
  @ApiOperation({ summary: 'Forget failed tries to sign in, so that the person can try again at once' })
  @ApiNoContentResponse()
  async unlock(@Param('sub') sub: string, @CurrentActor() actor: Actor): Promise<Answer> {
    await this.service.unlock(sub, actor)
    return Answer.empty(204)
  }
}
