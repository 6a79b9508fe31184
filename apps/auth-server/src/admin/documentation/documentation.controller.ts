import { Controller, Get } from '@nestjs/common'
import { ApiExcludeController } from '@nestjs/swagger'
import { Answer } from '../../http/answer.js'
import { ProtocolRoute } from '../../http/protection.js'
import { DocumentedApp } from './documented-app.js'

/** Everything comes from this server, and there is no script within the page (`Answer.page` forbids both). */
const PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Gatehouse admin API</title>
<link rel="icon" href="/assets/logo.svg">
<link rel="stylesheet" href="/assets/swagger-ui.css">
</head>
<body>
<div id="api"><p>The document itself: <a href="/admin/v1/openapi.json">openapi.json</a></p></div>
<script src="/assets/swagger-ui-bundle.js"></script>
<script src="/assets/api-documentation.js"></script>
</body>
</html>
`
const MAX_AGE = 'public, max-age=300'

/**
 * The document of the admin API, and a page that shows it. Both are public: they say nothing about this server that the
 * source does not say, and whoever writes a client needs them before there is a token.
 */
@ApiExcludeController()
@Controller()
export class DocumentationController {
  constructor(private readonly described: DocumentedApp) {}

  @Get('admin/v1/openapi.json')
  @ProtocolRoute('public')
  show(): Answer {
    const headers = { 'content-type': 'application/json; charset=utf-8', 'cache-control': MAX_AGE }
    return Answer.prepared(this.described.document(), 200, headers)
  }

  @Get('admin/docs')
  @ProtocolRoute('public')
  page(): Answer {
    return Answer.page(PAGE)
  }
}
