import 'reflect-metadata'
import { adminDocument } from './admin/documentation/admin-document.js'
import { AppModule } from './app.module.js'
import { Clock } from './config/clock.js'
import type { Settings } from './config/settings.js'
import { previewOf } from './http/preview.js'

/** `docs/openapi/admin.json`: the document of the admin API as it is committed. Needs neither settings nor a database. */
export async function openApiFile(): Promise<string> {
  const app = await previewOf(AppModule.of({} as Settings, new Clock()))
  return `${JSON.stringify(adminDocument(app), null, 2)}\n`
}
