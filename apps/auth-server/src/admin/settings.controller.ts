import { Controller, Get } from '@nestjs/common'
import { ApiOkResponse, ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger'
import type { AdminSetting, AdminSettings } from '@gatehouse/token-types'
import { Settings } from '../config/settings.js'
import { Answer } from '../http/answer.js'
import { AdminRoute } from './route/admin-route.js'
import { FlagField, ObjectListField, TextField } from './route/fields.js'

const VALUE = { oneOf: [{ type: 'string' }, { type: 'number' }], nullable: true }

/** A setting as it is shown. */
class SettingView implements AdminSetting {
  @TextField({ description: 'The environment variable' })
  name!: string
  @TextField({ description: 'What it means' })
  description!: string
  @ApiProperty({ description: 'What is in force; null where it is absent, and for a secret', ...VALUE })
  value!: string | number | null
  @ApiProperty({ description: 'What holds where nothing is given', ...VALUE })
  default!: string | number | null
  @TextField({ description: 'Where it comes from', oneOf: ['environment', 'file', 'default'] })
  source!: AdminSetting['source']
  @FlagField({ description: 'True where the value is never shown' })
  is_secret!: boolean
}

class SettingsView implements AdminSettings {
  @ObjectListField({ description: 'Every setting' }, () => SettingView)
  items!: SettingView[]
}

/** What the server was told at its start. Nothing of it can be changed but by its environment. */
@ApiTags('Settings')
@Controller('admin/v1/settings')
export class SettingsController {
  private readonly answer: AdminSettings

  constructor(settings: Settings) {
    this.answer = {
      items: settings.effective.map(({ isSecret, ...setting }) => ({ ...setting, is_secret: isSecret })),
    }
  }

  @Get()
  @AdminRoute('admin:settings:read')
  @ApiOperation({ summary: 'Show the settings of the server, without its secrets' })
  @ApiOkResponse({ type: SettingsView })
  show(): Answer {
    return Answer.json(this.answer)
  }
}
