import { Module } from '@nestjs/common'
import { IdentityModule } from '../identity/identity.module.js'
import { OAuthModule } from '../oauth/oauth.module.js'
import { ChoosePasswordController } from './choose-password.controller.js'
import { HomeController } from './home.controller.js'
import { InteractionController } from './interaction.controller.js'
import { InteractionPages } from './interaction-pages.js'
import { SetupController } from './setup.controller.js'

/** The hosted pages on the way to a code, the first admin's, and the choice of a password. */
@Module({
  imports: [OAuthModule, IdentityModule],
  controllers: [ChoosePasswordController, HomeController, InteractionController, SetupController],
  providers: [InteractionPages],
})
export class InteractionModule {}
