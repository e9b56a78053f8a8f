-- A yes to a deputy or handover at another unit (E5) opens a door: to which unit, and until when, is asked at every read, and
-- so it stands in clear. It reveals which unit somebody agreed to. The receivers of other purposes stay sealed.
ALTER TABLE consent ADD COLUMN receiver_unit TEXT;
ALTER TABLE consent ADD COLUMN valid_until TEXT;
