import { applyDecorators } from '@nestjs/common'
import { ApiProperty, type ApiPropertyOptions } from '@nestjs/swagger'
import { Type } from 'class-transformer'
import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsISO8601,
  IsString,
  Max,
  MaxLength,
  Min,
  ValidateBy,
  ValidateIf,
  ValidateNested,
} from 'class-validator'
import { BadValue } from '../../registration/refusals.js'

/*
 * One decorator for each kind of field: it checks what comes in and describes it in the OpenAPI document, so that the two
 * cannot differ.
 */

interface FieldOptions {
  /** What the field means, as the OpenAPI document says it. */
  description: string
  /** The field may be null, which stands for "none". */
  nullable?: boolean
  /** The field may be left out. */
  optional?: boolean
}

interface TextOptions extends FieldOptions {
  /** Longest text, in characters. */
  most?: number
  /** Makes the value of the text, or throws BadValue with what is wrong about it. */
  read?: (text: string) => unknown
  oneOf?: readonly string[]
  example?: string
}

const MOST_IN_LIST = 200
const LONGEST_TEXT = 2_000

/** A text. */
export const TextField = (options: TextOptions): PropertyDecorator =>
  field(options, { type: String, ...textShape(options) }, textChecks(options, false))

/** A list of texts, each checked on its own. */
export const TextListField = (options: TextOptions): PropertyDecorator =>
  field(options, { type: String, isArray: true, ...textShape(options) }, [
    IsArray(),
    ArrayMaxSize(MOST_IN_LIST),
    ...textChecks(options, true),
  ])

/** A whole number between two bounds, which count too. */
export const WholeNumberField = (
  options: FieldOptions & { least: number; most: number },
): PropertyDecorator =>
  field(options, { type: 'integer', minimum: options.least, maximum: options.most }, [
    IsInt(),
    Min(options.least),
    Max(options.most),
  ])

/** True or false. */
export const FlagField = (options: FieldOptions): PropertyDecorator =>
  field(options, { type: Boolean }, [IsBoolean()])

/** A moment, in ISO 8601 with its time zone. */
export const MomentField = (options: FieldOptions): PropertyDecorator =>
  field(options, { type: String, format: 'date-time' }, [IsISO8601({ strict: true })])

/** A list of objects of a class of its own. */
export const ObjectListField = (options: FieldOptions, shape: () => new () => object): PropertyDecorator =>
  field(options, { type: shape, isArray: true }, [
    IsArray(),
    ArrayMaxSize(MOST_IN_LIST),
    ValidateNested({ each: true }),
    Type(shape),
  ])

/** An object of a class of its own. */
export const ObjectField = (options: FieldOptions, shape: () => new () => object): PropertyDecorator =>
  field(options, { type: shape }, [ValidateNested(), Type(shape)])

/** JSON whose shape is checked by `read`, which throws BadValue with what is wrong about it; any, where that is left out. */
export const JsonField = ({
  read,
  ...options
}: FieldOptions & { read?: (value: unknown) => unknown }): PropertyDecorator =>
  field(options, { type: 'object', additionalProperties: true }, read ? [readable('json', read, false)] : [])

function field(
  { description, nullable = false, optional = false }: FieldOptions,
  shape: object,
  checks: PropertyDecorator[],
): PropertyDecorator {
  const api = { description, nullable, required: !optional, ...shape } as ApiPropertyOptions
  const isSkipped = (value: unknown) => (nullable && value === null) || (optional && value === undefined)
  const skip = nullable || optional ? [ValidateIf((_: object, value: unknown) => !isSkipped(value))] : []
  return applyDecorators(ApiProperty(api), ...skip, ...checks)
}

function textShape({ oneOf, most = LONGEST_TEXT, example }: TextOptions): object {
  return {
    ...(oneOf ? { enum: [...oneOf] } : { maxLength: most }),
    ...(example === undefined ? {} : { example }),
  }
}

function textChecks({ oneOf, most = LONGEST_TEXT, read }: TextOptions, each: boolean): PropertyDecorator[] {
  return [
    ...(read ? [readable('text', (value) => typeof value === 'string' && read(value), each)] : []),
    ...(oneOf ? [IsIn([...oneOf], { each, message: `must be one of ${oneOf.join(', ')}` })] : []),
    MaxLength(most, { each }),
    IsString({ each }),
  ]
}

/** Passes when the reader takes the value; the message is the reader's own. */
function readable(name: string, read: (value: unknown) => unknown, each: boolean): PropertyDecorator {
  const problemOf = (value: unknown): string | undefined => {
    try {
      read(value)
      return undefined
    } catch (error) {
      if (error instanceof BadValue) return error.problem
      throw error
    }
  }
  return ValidateBy(
    {
      name: `readable-${name}`,
      validator: {
        validate: (value: unknown) => problemOf(value) === undefined,
        defaultMessage: (given) => {
          const values: unknown[] = each && Array.isArray(given?.value) ? given.value : [given?.value]
          return values.map(problemOf).find((problem) => problem !== undefined) ?? 'cannot be taken'
        },
      },
    },
    { each },
  )
}
