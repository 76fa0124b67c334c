-- AlterTable
ALTER TABLE "TrialUse" ADD COLUMN     "provider" "Provider",
ADD COLUMN     "externalId" TEXT;

-- The table has one small row a trial, and nothing writes these columns yet.
UPDATE "TrialUse" SET "provider" = "Subscription"."provider", "externalId" = "Subscription"."externalId"
FROM "Subscription" WHERE "Subscription"."id" = "TrialUse"."subscriptionId";
