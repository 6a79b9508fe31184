/* global SwaggerUIBundle */

/** Shows the document of the admin API. Nothing is asked of anybody but this server. */
SwaggerUIBundle({ url: '/admin/v1/openapi.json', dom_id: '#api', deepLinking: true, validatorUrl: null })
