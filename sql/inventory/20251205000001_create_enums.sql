-- The fixed word lists of the inventory. What each value means, in English and Thai, is in the comment
-- of its type: \dT+ inventory.* in psql shows them. A value can be added later, but never removed.

-- migrate:up
CREATE TYPE inventory.budget_class AS ENUM (
    'OPERATIONAL',
    'INVESTMENT',
    'EMERGENCY',
    'RESEARCH',
    'HOSPITAL_REVENUE',
    'DONATION'
);

COMMENT ON TYPE inventory.budget_class IS
'Where the money comes from / ประเภทงบประมาณ
OPERATIONAL: yearly running costs / งบดำเนินการ
INVESTMENT: equipment and long-term projects / งบลงทุน
EMERGENCY: disasters and outbreaks / งบฉุกเฉิน
RESEARCH: clinical research / งบวิจัย
HOSPITAL_REVENUE: the hospital''s own income / เงินบำรุงโรงพยาบาล
DONATION: gifts with or without a purpose / เงินบริจาค';

CREATE TYPE inventory.request_status AS ENUM (
    'DRAFT',
    'SUBMITTED',
    'APPROVED',
    'REJECTED',
    'CANCELLED'
);

COMMENT ON TYPE inventory.request_status IS
'How far a budget or purchase request has come / สถานะคำขอ
DRAFT: still being written / ร่าง
SUBMITTED: waiting for approval / รออนุมัติ
APPROVED: every step has approved / อนุมัติแล้ว
REJECTED: one step has refused / ไม่อนุมัติ
CANCELLED: withdrawn by the requester / ยกเลิก';

CREATE TYPE inventory.approval_decision AS ENUM (
    'APPROVE',
    'REJECT'
);

COMMENT ON TYPE inventory.approval_decision IS
'What one approver decided / ผลการพิจารณา
APPROVE: agreed / เห็นชอบ
REJECT: refused, which ends the request / ไม่เห็นชอบ';

CREATE TYPE inventory.purchase_method AS ENUM (
    'E_MARKET',
    'E_BIDDING',
    'PRICE_INQUIRY',
    'SELECTION',
    'SPECIFIC'
);

COMMENT ON TYPE inventory.purchase_method IS
'Way of buying under the public procurement law / วิธีจัดซื้อจัดจ้าง
E_MARKET: open invitation, electronic catalogue / วิธีตลาดอิเล็กทรอนิกส์
E_BIDDING: open invitation, electronic bidding / วิธีประกวดราคาอิเล็กทรอนิกส์
PRICE_INQUIRY: open invitation, written quotations / วิธีสอบราคา
SELECTION: selected companies are invited / วิธีคัดเลือก
SPECIFIC: one company is asked directly / วิธีเฉพาะเจาะจง';

CREATE TYPE inventory.order_status AS ENUM (
    'DRAFT',
    'ISSUED',
    'PARTLY_RECEIVED',
    'RECEIVED',
    'CANCELLED'
);

COMMENT ON TYPE inventory.order_status IS
'How far a purchase order has come / สถานะใบสั่งซื้อ
DRAFT: still being written / ร่าง
ISSUED: sent to the company / ออกใบสั่งซื้อแล้ว
PARTLY_RECEIVED: some of it has arrived / รับของบางส่วน
RECEIVED: all of it has arrived / รับของครบ
CANCELLED: withdrawn / ยกเลิก';

CREATE TYPE inventory.document_status AS ENUM (
    'DRAFT',
    'POSTED',
    'CANCELLED'
);

COMMENT ON TYPE inventory.document_status IS
'State of a receipt, distribution or return / สถานะเอกสาร
DRAFT: does not touch the stock yet / ร่าง ยังไม่ตัดสต็อก
POSTED: written into the stock ledger, final / บันทึกบัญชีแล้ว
CANCELLED: given up before posting / ยกเลิก';

CREATE TYPE inventory.lot_status AS ENUM (
    'QUARANTINED',
    'AVAILABLE',
    'RECALLED',
    'EXPIRED'
);

COMMENT ON TYPE inventory.lot_status IS
'Whether a lot may be handed out / สถานะล็อตยา
QUARANTINED: waits for inspection / กักกันรอตรวจรับ
AVAILABLE: may be handed out until it expires / พร้อมจ่าย
RECALLED: called back by maker or authority / เรียกคืน
EXPIRED: written off as expired / หมดอายุ';

CREATE TYPE inventory.location_type AS ENUM (
    'MAIN_STORE',
    'SUB_STORE',
    'DISPENSARY',
    'WARD_STOCK',
    'COLD_ROOM',
    'QUARANTINE'
);

COMMENT ON TYPE inventory.location_type IS
'Kind of place where drugs lie / ประเภทสถานที่เก็บ
MAIN_STORE: central drug store / คลังยาใหญ่
SUB_STORE: store of a building or unit / คลังยาย่อย
DISPENSARY: hands out to patients / ห้องจ่ายยา
WARD_STOCK: cupboard on a ward / สต็อกหอผู้ป่วย
COLD_ROOM: refrigerated store, 2 to 8 °C / ห้องเย็น
QUARANTINE: blocked goods and returns / พื้นที่กักกัน';

CREATE TYPE inventory.tmt_level AS ENUM (
    'SUBS',
    'VTM',
    'GP',
    'GPU',
    'TP',
    'TPU'
);

COMMENT ON TYPE inventory.tmt_level IS
'Level of a concept in the Thai Medicines Terminology / ระดับรหัส TMT
SUBS: substance / สารออกฤทธิ์
VTM: virtual therapeutic moiety, the substance as medicine / ตัวยาสำคัญ
GP: generic product, moiety with strength and dosage form / ยาชื่อสามัญ ระบุความแรงและรูปแบบยา
GPU: generic product with unit of use / ยาชื่อสามัญ ระบุหน่วยใช้
TP: trade product, a generic product of one maker / ยาชื่อการค้า
TPU: trade product with unit of use / ยาชื่อการค้า ระบุหน่วยใช้';

CREATE TYPE inventory.essential_list AS ENUM (
    'A',
    'B',
    'C',
    'D',
    'E1',
    'E2',
    'NON_ESSENTIAL'
);

COMMENT ON TYPE inventory.essential_list IS
'Place in the National List of Essential Medicines / บัญชียาหลักแห่งชาติ
A: basic, for every hospital / บัญชี ก
B: when list A does not serve / บัญชี ข
C: by specialists only / บัญชี ค
D: for named indications only / บัญชี ง
E1: special projects of ministries / บัญชี จ(1)
E2: costly, with a national protocol / บัญชี จ(2)
NON_ESSENTIAL: not on the list / ยานอกบัญชียาหลักแห่งชาติ';

CREATE TYPE inventory.ledger_entry_type AS ENUM (
    'RECEIPT',
    'DISTRIBUTION',
    'RETURN',
    'TRANSFER_IN',
    'TRANSFER_OUT',
    'ADJUSTMENT',
    'DISPOSAL'
);

COMMENT ON TYPE inventory.ledger_entry_type IS
'Why the stock changed / ประเภทรายการเคลื่อนไหว
RECEIPT: in, from a company / รับเข้า
DISTRIBUTION: out, to a department / เบิกจ่าย
RETURN: in, back from a department / รับคืน
TRANSFER_IN: in, from another location / รับโอน
TRANSFER_OUT: out, to another location / โอนออก
ADJUSTMENT: in or out, after a count / ปรับปรุงยอด
DISPOSAL: out, destroyed / ตัดจำหน่ายทำลาย';

CREATE TYPE inventory.return_reason AS ENUM (
    'NOT_NEEDED',
    'NEAR_EXPIRY',
    'DAMAGED',
    'RECALLED',
    'WRONG_ITEM'
);

COMMENT ON TYPE inventory.return_reason IS
'Why a department sends drugs back / เหตุผลการคืนยา
NOT_NEEDED: no longer used / ไม่ได้ใช้แล้ว
NEAR_EXPIRY: will expire before use / ใกล้หมดอายุ
DAMAGED: broken or badly stored / ชำรุดหรือเสื่อมสภาพ
RECALLED: called back / เรียกคืน
WRONG_ITEM: not what was asked for / จ่ายผิดรายการ';

-- migrate:down
DROP TYPE inventory.return_reason;
DROP TYPE inventory.ledger_entry_type;
DROP TYPE inventory.essential_list;
DROP TYPE inventory.tmt_level;
DROP TYPE inventory.location_type;
DROP TYPE inventory.lot_status;
DROP TYPE inventory.document_status;
DROP TYPE inventory.order_status;
DROP TYPE inventory.purchase_method;
DROP TYPE inventory.approval_decision;
DROP TYPE inventory.request_status;
DROP TYPE inventory.budget_class;
