-- AlterTable
ALTER TABLE "Subscription" ADD COLUMN     "pendingQuantity" INTEGER;
