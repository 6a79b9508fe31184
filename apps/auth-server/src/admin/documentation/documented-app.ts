import { Injectable, type INestApplication } from '@nestjs/common'
import { adminDocument } from './admin-document.js'

/** The OpenAPI document of the running application, made when it is first asked for. */
@Injectable()
export class DocumentedApp {
  private app: INestApplication | undefined
  private bytes: Buffer | undefined

  /** Says which application it is; whoever builds it calls this. */
  is(app: INestApplication): void {
    this.app = app
  }

  /** The document as JSON. @throws Error before the application was named */
  document(): Buffer {
    if (!this.app) throw new Error('nobody said which application is described')
    this.bytes ??= Buffer.from(JSON.stringify(adminDocument(this.app)))
    return this.bytes
  }
}
