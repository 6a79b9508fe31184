import { ApiProperty } from '@nestjs/swagger'
import { IsInt, IsString, IsUUID, Length, Matches, Max, Min } from 'class-validator'
import type { BankTransfer } from '@gatehouse/data-access'

/** The transfer that a caller orders. */
export class TransferOrder {
  @ApiProperty({ format: 'uuid', description: 'Account of the caller that pays' })
  @IsUUID()
  fromAccountId!: string

  @ApiProperty({ example: 'DE02500105170137075030', description: 'Without spaces (ISO 13616)' })
  @Matches(/^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/, { message: 'toIban must be an IBAN without spaces' })
  toIban!: string

  @ApiProperty({
    type: 'integer',
    minimum: 1,
    maximum: 100_000_000,
    description: "In the currency's minor unit",
  })
  @IsInt()
  @Min(1)
  @Max(100_000_000)
  amountMinor!: number

  @ApiProperty({ maxLength: 140 })
  @IsString()
  @Length(1, 140)
  purpose!: string
}

/** A transfer that was booked. */
export class TransferView {
  @ApiProperty({ format: 'uuid' })
  readonly id: string
  @ApiProperty({ format: 'uuid' })
  readonly fromAccountId: string
  @ApiProperty()
  readonly toIban: string
  @ApiProperty({ type: 'integer' })
  readonly amountMinor: number
  @ApiProperty()
  readonly purpose: string
  @ApiProperty({ format: 'date-time' })
  readonly createdAt: string

  constructor(transfer: BankTransfer) {
    this.id = transfer.id
    this.fromAccountId = transfer.fromAccountId
    this.toIban = transfer.toIban
    this.amountMinor = Number(transfer.amountMinor)
    this.purpose = transfer.purpose
    this.createdAt = transfer.createdAt.toISOString()
  }
}
