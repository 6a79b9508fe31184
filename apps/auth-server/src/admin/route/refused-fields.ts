import { fieldProblem } from '../../http/problem.js'
import { BadValue } from '../../registration/refusals.js'

/**
 * Runs rules of the registration; what they refuse becomes a problem of the field.
 *
 * @param fieldOf fields whose name is not the command line's option with underscores
 * @throws Problem invalid-fields
 */
export async function refusedFields<T>(
  rules: () => Promise<T>,
  fieldOf: Readonly<Record<string, string>> = {},
): Promise<T> {
  try {
    return await rules()
  } catch (error) {
    if (!(error instanceof BadValue) || error.option === undefined) throw error
    throw fieldProblem(fieldOf[error.option] ?? error.option.replaceAll('-', '_'), error.problem)
  }
}
