import { Catch, Injectable, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common'
import { errorPageAnswer } from './error-answer.js'
import { FailedRequests } from './failed-requests.js'

/**
 * Answers an error that must not be sent to the client's redirect URI, as a page.
 *
 * @see RFC 6749 §4.1.2.1: "the authorization server SHOULD inform the resource owner of the error"
 */
@Catch()
@Injectable()
export class PageErrorFilter implements ExceptionFilter {
  constructor(private readonly failed: FailedRequests) {}

  catch(exception: unknown, host: ArgumentsHost): void {
    this.failed.answer(exception, host, errorPageAnswer)
  }
}
