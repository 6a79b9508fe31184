import { Controller, Get, NotFoundException } from '@nestjs/common'
import { Settings } from '../config/settings.js'
import { Answer } from '../http/answer.js'
import { PageRoute } from '../http/protection.js'

/** The bare address of the server: people who open it are looking for the console. */
@Controller()
export class HomeController {
  constructor(private readonly settings: Settings) {}

  @Get()
  @PageRoute('public')
  home(): Answer {
    if (this.settings.consoleUrl === undefined) throw new NotFoundException()
    return Answer.seeOther(this.settings.consoleUrl)
  }
}
