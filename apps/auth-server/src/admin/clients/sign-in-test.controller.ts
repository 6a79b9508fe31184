import { Body, Controller, Param, Post } from '@nestjs/common'
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger'
import {
  REFUSAL_PLACES,
  SIGN_IN_STEPS,
  type AdminSignInRefusal,
  type AdminSignInTest,
} from '@gatehouse/token-types'
import { Answer } from '../../http/answer.js'
import { Problem } from '../../http/problem.js'
import { Actor, CurrentActor } from '../route/actor.js'
import { AdminRoute } from '../route/admin-route.js'
import { FlagField, JsonField, ObjectField, TextField, TextListField } from '../route/fields.js'
import { ClientsService } from './clients.service.js'
import { SignInTest } from './sign-in-test.js'

const LONGEST_REQUEST = 16_384

/** An authorization request to be tried. */
export class SignInTestFields {
  @TextField({
    description: 'An address of the authorization endpoint as an application makes it, or its query',
    most: LONGEST_REQUEST,
  })
  request!: string
  @TextField({ description: 'sub of a person, whose tokens are told then', most: 100, optional: true })
  user?: string
}

/** Why it would be refused. */
class SignInRefusalView implements AdminSignInRefusal {
  @TextField({ description: 'On a page, or at the client', oneOf: REFUSAL_PLACES })
  shown_at!: AdminSignInRefusal['shown_at']
  @TextField({ description: 'The error code' })
  error!: string
  @TextField({ description: 'What is wrong' })
  description!: string
  @TextField({ description: 'The rule that refuses' })
  rule!: string
  @TextField({ description: 'What the rule wants', nullable: true })
  expected!: string | null
  @TextField({ description: 'What came', nullable: true })
  got!: string | null
  @TextField({ description: 'What would help', nullable: true })
  mend!: string | null
  @TextField({ description: 'Where it is written', nullable: true })
  reference!: string | null
}

/** What would become of the request. */
class SignInTestView implements AdminSignInTest {
  @ObjectField({ description: 'Null where a code would come of it', nullable: true }, () => SignInRefusalView)
  refusal!: SignInRefusalView | null
  @TextListField({
    description: 'What somebody without a session does on the way, in this order',
    oneOf: SIGN_IN_STEPS,
  })
  steps!: AdminSignInTest['steps']
  @TextField({ description: 'Where the answer goes', nullable: true })
  redirect_uri!: string | null
  @TextListField({ description: 'Scope of the access token' })
  scope!: string[]
  @TextField({ description: 'API of the access token; null for the userinfo endpoint', nullable: true })
  resource!: string | null
  @FlagField({ description: 'Whether a refresh token comes with it' })
  has_refresh_token!: boolean
  @JsonField({ description: 'Claims of the access token', nullable: true })
  access_token!: object | null
  @JsonField({ description: 'Claims of the ID token', nullable: true })
  id_token!: object | null
  @JsonField({ description: 'What the userinfo endpoint would tell', nullable: true })
  userinfo!: object | null
}

/** Trying a sign-in without a browser. */
@ApiTags('Clients')
@Controller('admin/v1/clients/:client_id')
export class SignInTestController {
  constructor(
    private readonly clients: ClientsService,
    private readonly test: SignInTest,
  ) {}

  @Post('sign-in-test')
  @AdminRoute('admin:clients:read')
  @ApiOperation({
    summary: 'Say what would become of an authorization request',
    description: 'Nothing is stored or issued. To name a person needs admin:users:read as well.',
  })
  @ApiOkResponse({ type: SignInTestView })
  async try(
    @Param('client_id') clientId: string,
    @Body() { request, user }: SignInTestFields,
    @CurrentActor() actor: Actor,
  ): Promise<Answer> {
    if (user !== undefined && !actor.scopes.has('admin:users:read')) {
      throw new Problem('forbidden', {
        detail: 'To name a person needs the permission admin:users:read as well.',
        permission: 'admin:users:read',
      })
    }
    const client = await this.clients.require(clientId)
    return Answer.json(await this.test.of(client.clientId, request, user))
  }
}
