-- Written by hand: Prisma's schema language has no check constraints.
ALTER TABLE "bank_accounts" ADD CONSTRAINT "bank_accounts_balance_never_negative" CHECK ("balance_minor" >= 0);
