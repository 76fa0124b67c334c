-- Reads the tables without keeping anyone else from writing them.
ALTER TABLE "Customer" VALIDATE CONSTRAINT "Customer_workspaceId_fkey";
ALTER TABLE "Checkout" VALIDATE CONSTRAINT "Checkout_workspaceId_fkey";
ALTER TABLE "Subscription" VALIDATE CONSTRAINT "Subscription_workspaceId_fkey";
ALTER TABLE "MrrChange" VALIDATE CONSTRAINT "MrrChange_workspaceId_fkey";
ALTER TABLE "Invoice" VALIDATE CONSTRAINT "Invoice_workspaceId_fkey";
ALTER TABLE "Payment" VALIDATE CONSTRAINT "Payment_workspaceId_fkey";
ALTER TABLE "LicenseKey" VALIDATE CONSTRAINT "LicenseKey_workspaceId_fkey";
ALTER TABLE "Grant" VALIDATE CONSTRAINT "Grant_workspaceId_fkey";
ALTER TABLE "GivenCredit" VALIDATE CONSTRAINT "GivenCredit_workspaceId_fkey";
ALTER TABLE "GivenAccess" VALIDATE CONSTRAINT "GivenAccess_workspaceId_fkey";
ALTER TABLE "CreditSpend" VALIDATE CONSTRAINT "CreditSpend_workspaceId_fkey";
ALTER TABLE "Operation" VALIDATE CONSTRAINT "Operation_workspaceId_fkey";
ALTER TABLE "BillingFact" VALIDATE CONSTRAINT "BillingFact_workspaceId_fkey";
ALTER TABLE "Email" VALIDATE CONSTRAINT "Email_workspaceId_fkey";
