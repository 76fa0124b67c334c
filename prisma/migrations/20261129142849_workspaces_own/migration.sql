-- Fails instead of making everyone else wait behind it. Run it again.
SET lock_timeout = '5s';

-- What a user owned belongs to their workspace, which has the same id: no row is written. The version before this one doesn't
-- know the new names, so stop it first (docs/upgrading.md). Webhooks that arrive meanwhile are sent again.
INSERT INTO "Workspace" (id, "createdAt", "deletedAt", "redactedAt")
  SELECT id, "createdAt", "deletedAt", "redactedAt" FROM "User" ON CONFLICT DO NOTHING;
INSERT INTO "Member" ("workspaceId", "userId", role, "createdAt")
  SELECT id, id, 'owner', "createdAt" FROM "User" ON CONFLICT DO NOTHING;

ALTER TABLE "Customer" RENAME COLUMN "userId" TO "workspaceId";
ALTER TABLE "Checkout" RENAME COLUMN "userId" TO "workspaceId";
ALTER TABLE "Subscription" RENAME COLUMN "userId" TO "workspaceId";
ALTER TABLE "MrrChange" RENAME COLUMN "userId" TO "workspaceId";
ALTER TABLE "Invoice" RENAME COLUMN "userId" TO "workspaceId";
ALTER TABLE "Payment" RENAME COLUMN "userId" TO "workspaceId";
ALTER TABLE "LicenseKey" RENAME COLUMN "userId" TO "workspaceId";
ALTER TABLE "Grant" RENAME COLUMN "userId" TO "workspaceId";
ALTER TABLE "GivenCredit" RENAME COLUMN "userId" TO "workspaceId";
ALTER TABLE "GivenAccess" RENAME COLUMN "userId" TO "workspaceId";
ALTER TABLE "CreditSpend" RENAME COLUMN "userId" TO "workspaceId";
ALTER TABLE "Operation" RENAME COLUMN "userId" TO "workspaceId";
ALTER TABLE "BillingFact" RENAME COLUMN "userId" TO "workspaceId";
ALTER TABLE "SelfServiceRefund" RENAME COLUMN "userId" TO "workspaceId";
ALTER TABLE "WebhookEvent" RENAME COLUMN "userId" TO "workspaceId";

ALTER INDEX "Customer_userId_idx" RENAME TO "Customer_workspaceId_idx";
ALTER INDEX "Checkout_userId_createdAt_idx" RENAME TO "Checkout_workspaceId_createdAt_idx";
ALTER INDEX "Subscription_userId_idx" RENAME TO "Subscription_workspaceId_idx";
ALTER INDEX "MrrChange_userId_idx" RENAME TO "MrrChange_workspaceId_idx";
ALTER INDEX "Invoice_userId_idx" RENAME TO "Invoice_workspaceId_idx";
ALTER INDEX "Payment_userId_createdAt_idx" RENAME TO "Payment_workspaceId_createdAt_idx";
ALTER INDEX "SelfServiceRefund_userId_mode_product_key" RENAME TO "SelfServiceRefund_workspaceId_mode_product_key";
ALTER INDEX "LicenseKey_userId_idx" RENAME TO "LicenseKey_workspaceId_idx";
ALTER INDEX "Grant_userId_idx" RENAME TO "Grant_workspaceId_idx";
ALTER INDEX "GivenCredit_userId_idx" RENAME TO "GivenCredit_workspaceId_idx";
ALTER INDEX "GivenAccess_userId_idx" RENAME TO "GivenAccess_workspaceId_idx";
ALTER INDEX "CreditSpend_userId_key_key" RENAME TO "CreditSpend_workspaceId_key_key";
ALTER INDEX "WebhookEvent_userId_idx" RENAME TO "WebhookEvent_workspaceId_idx";
ALTER INDEX "Operation_userId_createdAt_idx" RENAME TO "Operation_workspaceId_createdAt_idx";
ALTER INDEX "BillingFact_userId_idx" RENAME TO "BillingFact_workspaceId_idx";

ALTER TABLE "Customer" DROP CONSTRAINT "Customer_userId_fkey";
ALTER TABLE "Customer" ADD CONSTRAINT "Customer_workspaceId_fkey" FOREIGN KEY ("workspaceId") REFERENCES "Workspace"("id") ON DELETE RESTRICT ON UPDATE CASCADE NOT VALID;
ALTER TABLE "Checkout" DROP CONSTRAINT "Checkout_userId_fkey";
ALTER TABLE "Checkout" ADD CONSTRAINT "Checkout_workspaceId_fkey" FOREIGN KEY ("workspaceId") REFERENCES "Workspace"("id") ON DELETE RESTRICT ON UPDATE CASCADE NOT VALID;
ALTER TABLE "Subscription" DROP CONSTRAINT "Subscription_userId_fkey";
ALTER TABLE "Subscription" ADD CONSTRAINT "Subscription_workspaceId_fkey" FOREIGN KEY ("workspaceId") REFERENCES "Workspace"("id") ON DELETE RESTRICT ON UPDATE CASCADE NOT VALID;
ALTER TABLE "MrrChange" DROP CONSTRAINT "MrrChange_userId_fkey";
ALTER TABLE "MrrChange" ADD CONSTRAINT "MrrChange_workspaceId_fkey" FOREIGN KEY ("workspaceId") REFERENCES "Workspace"("id") ON DELETE RESTRICT ON UPDATE CASCADE NOT VALID;
ALTER TABLE "Invoice" DROP CONSTRAINT "Invoice_userId_fkey";
ALTER TABLE "Invoice" ADD CONSTRAINT "Invoice_workspaceId_fkey" FOREIGN KEY ("workspaceId") REFERENCES "Workspace"("id") ON DELETE RESTRICT ON UPDATE CASCADE NOT VALID;
ALTER TABLE "Payment" DROP CONSTRAINT "Payment_userId_fkey";
ALTER TABLE "Payment" ADD CONSTRAINT "Payment_workspaceId_fkey" FOREIGN KEY ("workspaceId") REFERENCES "Workspace"("id") ON DELETE RESTRICT ON UPDATE CASCADE NOT VALID;
ALTER TABLE "LicenseKey" DROP CONSTRAINT "LicenseKey_userId_fkey";
ALTER TABLE "LicenseKey" ADD CONSTRAINT "LicenseKey_workspaceId_fkey" FOREIGN KEY ("workspaceId") REFERENCES "Workspace"("id") ON DELETE RESTRICT ON UPDATE CASCADE NOT VALID;
ALTER TABLE "Grant" DROP CONSTRAINT "Grant_userId_fkey";
ALTER TABLE "Grant" ADD CONSTRAINT "Grant_workspaceId_fkey" FOREIGN KEY ("workspaceId") REFERENCES "Workspace"("id") ON DELETE RESTRICT ON UPDATE CASCADE NOT VALID;
ALTER TABLE "GivenCredit" DROP CONSTRAINT "GivenCredit_userId_fkey";
ALTER TABLE "GivenCredit" ADD CONSTRAINT "GivenCredit_workspaceId_fkey" FOREIGN KEY ("workspaceId") REFERENCES "Workspace"("id") ON DELETE RESTRICT ON UPDATE CASCADE NOT VALID;
ALTER TABLE "GivenAccess" DROP CONSTRAINT "GivenAccess_userId_fkey";
ALTER TABLE "GivenAccess" ADD CONSTRAINT "GivenAccess_workspaceId_fkey" FOREIGN KEY ("workspaceId") REFERENCES "Workspace"("id") ON DELETE RESTRICT ON UPDATE CASCADE NOT VALID;
ALTER TABLE "CreditSpend" DROP CONSTRAINT "CreditSpend_userId_fkey";
ALTER TABLE "CreditSpend" ADD CONSTRAINT "CreditSpend_workspaceId_fkey" FOREIGN KEY ("workspaceId") REFERENCES "Workspace"("id") ON DELETE RESTRICT ON UPDATE CASCADE NOT VALID;
ALTER TABLE "Operation" DROP CONSTRAINT "Operation_userId_fkey";
ALTER TABLE "Operation" ADD CONSTRAINT "Operation_workspaceId_fkey" FOREIGN KEY ("workspaceId") REFERENCES "Workspace"("id") ON DELETE RESTRICT ON UPDATE CASCADE NOT VALID;
ALTER TABLE "BillingFact" DROP CONSTRAINT "BillingFact_userId_fkey";
ALTER TABLE "BillingFact" ADD CONSTRAINT "BillingFact_workspaceId_fkey" FOREIGN KEY ("workspaceId") REFERENCES "Workspace"("id") ON DELETE RESTRICT ON UPDATE CASCADE NOT VALID;

-- One email of a fact to each person, instead of one.
DROP INDEX "Email_key_key";

-- It is the workspace's now.
DROP INDEX "User_unredacted_idx";
ALTER TABLE "User" DROP COLUMN "redactedAt";

RESET lock_timeout;
