"""Invented rows in the exact layouts of CMS's files; the description column holds no descriptor."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from cptkit.errors import DataError

TITLE = ",,{year} National Physician Fee Schedule Relative Value File {month} Release" + "," * 28
HEADER_31 = (
    "HCPCS,MOD,DESCRIPTION,CODE,PAYMENT,RVU,PE RVU,INDICATOR,PE RVU,INDICATOR,RVU,TOTAL,TOTAL,IND,DAYS,OP,OP,OP,PROC,SURG,SURG,SURG,SURG,"
    "BASE,FACTOR,PROCEDURES,FLAG,INDICATOR,AMOUNT,AMOUNT,AMOUNT"
)
HEADER_32 = HEADER_31.replace("SURG,BASE", "SURG,IND,BASE")

GLOBAL = "71260,,WORDS,A,,1.16,3.79,,3.79,NA,0.06,5.01,5.01,1,XXX,0.00,0.00,0.00,4,0,0,0,0,,32.3465,09,0,88,5.89,5.89,0.08"
READING = "71260,26,WORDS,A,,1.16,0.41,,0.41,,0.05,1.62,1.62,1,XXX,0.00,0.00,0.00,4,0,0,0,0,,32.3465,09,0,88,0.00,0.00,0.00"
TECHNICAL = "71260,TC,WORDS,A,,0.00,3.38,,3.38,NA,0.01,3.39,3.39,1,XXX,0.00,0.00,0.00,4,0,0,0,0,,32.3465,02,0,88,5.48,5.48,0.03"
FAMILY = '52005,,"WORDS, MORE",N,+,2.37,5.85,NA,1.32,,0.29,8.51,3.98,0,000,0.10,0.80,0.10,3,0,1,0,0,52000,32.3465,09,0,99,0.00,0.00,0.00'
ROWS_31 = (GLOBAL, READING, TECHNICAL, FAMILY)


def widened(row: str) -> str:
    """Give a row of the 31-column layout the pricing indicator of the 32-column one."""
    head, comma, tail = (
        row.rpartition(",0,0,0,0,") if ",0,0,0,0," in row else row.rpartition(",0,1,0,0,")
    )
    return f"{head}{comma}9,{tail}"


def fee_csv(
    rows: tuple[str, ...] = ROWS_31,
    *,
    year: int = 2025,
    month: str = "October",
    header: str = HEADER_31,
    end: str = "\r\n",
) -> str:
    """Give a whole csv: title, notice, header, rows."""
    notice = ",,codes are copyright of their owners" + "," * 28
    return end.join([TITLE.format(year=year, month=month), notice, header, *rows]) + end


def fee_csv_2026() -> str:
    """Give a csv of 32 columns."""
    return fee_csv(
        tuple(widened(row) for row in ROWS_31), year=2026, month="July", header=HEADER_32
    )


def _fixed(row: str) -> str:
    cells = row.replace('"WORDS, MORE"', "WORDS").split(",")
    code, modifier, words, status, unused, work, nfpe, nfna, fpe, fna, mp, nft, ft = cells[:13]
    (
        pctc,
        days,
        pre,
        intra,
        post,
        mult,
        bilat,
        asst,
        co,
        team,
        base,
        factor,
        level,
        flag,
        family,
        one,
        two,
        three,
    ) = cells[13:]
    money = f"{work:>6}{nfpe:>7}{nfna:<2}{fpe:>7}{fna:<2}{mp:>6}{nft:>7}{ft:>6}"
    shares = "".join(share[1:] for share in (pre, intra, post))
    tail = f"{base:<5} {factor} {level}{flag} {family}{one:>10}{two:>7}{three:>7}"
    return f"{code}{modifier:<2}{words:<50}{status}{unused:<1}{money}{pctc}{days}{shares}{mult}{bilat}{asst}{co}{team}{'':7}{tail}"


def fee_txt(rows: tuple[str, ...] = ROWS_31) -> str:
    """Give the same rows in fixed width."""
    return "\r\n".join(["HDR NOTICE", "HDR MORE", *(_fixed(row) for row in rows)]) + "\r\n"


GPCI_CSV = (
    "ADDENDUM E. FINAL CY 2025 GPCIs,,,,,,\r\n,,,,,,\r\n"
    "Medicare Administrative Contractor (MAC),State,Locality Number,Locality Name,2025 PW GPCI (with 1.0 Floor),2025 PE GPCI,2025 MP GPCI\r\n"
    "10112,AL,00,ALABAMA,1,0.869,0.575\r\n"
    "2102,AK,1,ALASKA*,1.5,1.081,0.592\r\n"
    '01212,HI,01,"HAWAII, GUAM",1,1.149,0.561\r\n'
    '"MAC Assignments as of November 22, 2023",,,,,,\r\n,,,,,,\r\n*A floor.,,,,,,\r\n'
)
GPCI_TXT = (
    "ADDENDUM E. FINAL CY 2025 GPCIs\r\n\r\n"
    "Medicare Admi State  Locality                   Locality Name                 2025 PW GPCI2025 PE GPCI2025 MP GPCI\r\n"
    "10112           AL      00   ALABAMA                                           1.000       0.869       0.575\r\n"
    "02102           AK      01   ALASKA*                                           1.500       1.081       0.592\r\n"
    "01212           HI      01   HAWAII, GUAM                                      1.000       1.149       0.561\r\n"
    "\r\n*A floor.\r\n\r\n"
)
OPPS_CAP = (
    "HCPCS,MOD,PROCSTAT,CARRIER,LOCALITY,FACILITY PRICE,NON-FACILTY PRICE\r\n"
    "71260,TC,A,01112,05,150.69,150.69\r\n71260,,A,01112,05,200.00,201.50\r\n,,,,,,\r\n"
)
MUE = (
    '"Notice of several lines.\n\nSecond part.",,,\n"HCPCS/\nCPT Code",{who} Services MUE Values,MUE Adjudication Indicator,MUE Rationale\n'
    "71260,2,3 Date of Service Edit: Clinical,Clinical: Data\n77067,0,2 Date of Service Edit: Policy,CMS Policy\n76000,3,1 Line Edit,Data\n"
)
PTP_HEAD = (
    "A notice.\t\t\t\t\t\t\r\nColumn1/Column2 Edits\t\t\t\t\t\t\r\n"
    "Column 1\tColumn 2\t*=in existence\tEffective\tDeletion\tModifier\tPTP Edit Rationale\r\n"
    "\t\tprior to 1996\tDate\tDate\t0=not allowed\t\r\n\t\t\t\t*=no data\t1=allowed\t\r\n\t\t\t\t\t9=not applicable\t\r\n"
)
PTP = PTP_HEAD + (
    "71260\t71250\t\t20050101\t*\t0\tMore extensive procedure\r\n"
    "71250\t36000\t\t20050101\t20091231\t1\tStandards\r\n"
    "71250\t36000\t\t20100101\t*\t0\tStandards\r\n"
    "71250\t36005\t*\t\t*\t1\tStandards\r\n"
    "71250\t36010\t\t20200101\t20200101\t9\tStandards\r\n"
)
AOC_HEAD = "AOC_Edit_Type,Add-On_Code,AOC_DelDT,Primary_Code,Primary_Code_DelDT,AOC_Edit_EffDT,AOC_Edit_DelDT,Special_Instruction_Notes"
AOC = f"A notice\r\n{AOC_HEAD}\r\n1,70472,,70450,,2026001,,\r\n2,77001,,CCCCC,,2013091,,Contractor Defined\r\n3,0159T,2018365,77058,,2013091,2018365,\r\n"

ADDENDUM_B = (
    "Addendum B.-OPPS payment by HCPCS code,,,,,,,,,\r\n"
    '"A notice, of several words.",,,,,,,,,\r\n'
    "HCPCS Code,Short Descriptor,SI,APC,Relative Weight,Payment Rate,National Unadjusted Copayment,"
    "Minimum Unadjusted Copayment,Note,* Indicates a Change\r\n"
    "71250,WORDS,Q3,5522,1.2069,$107.62,.,$21.53,,\r\n"
    '71275,"WORDS, MORE",Q3,5571,1.9632,$175.06,$40.00,$35.02,,*\r\n'
    "77067,WORDS,A,,,,.,,,\r\n"
    'A9552,WORDS,N,,,,.,,,\r\nC1716,WORDS,U,2616,12.5000,"$1,114.63",.,$222.93,,\r\n'
)
_HCPCS_NAMES = (
    "HCPC,SEQNUM,RECID,LONG DESCRIPTION,SHORT DESCRIPTION,PRICE1,PRICE2,PRICE3,PRICE4,MULT_PI,CIM1,CIM2,CIM3,"
    "MCM1,MCM2,MCM3,STATUTE,LABCERT1,LABCERT2,LABCERT3,LABCERT4,LABCERT5,LABCERT6,LABCERT7,LABCERT8,XREF1,XREF2,"
    "XREF3,XREF4,XREF5,COV,ASC_GRP,ASC_DT,OPPS,OPPS_PI,OPPS_DT,PROCNOTE,BETOS,TOS1,TOS2,TOS3,TOS4,TOS5,ANEST_BU,"
    "ADD DT,ACT EFF DT,TERM DT,ACTION CD"
)
_HCPCS_ROWS = (
    ("A1", "00100", "7", "19960101", "20000101", "", "N"),
    ("A9552", "00200", "3", "20060101", "20060101", "", "N"),
    ("A9598", "00300", "3", "20170101", "20250401", "20250331", "D"),
    ("A9611", "00400", "3", "20250401", "20250401", "", "A"),
    ("G0279", "00500", "3", "20150101", "20180101", "", "N"),
)


def hcpcs_csv(rows: tuple[tuple[str, ...], ...] = _HCPCS_ROWS) -> str:
    """Give the sheet of the HCPCS Level II file as csv."""
    lines = [
        ",".join((*row[:3], "WORDS", "WORDS", *[""] * (len(_HCPCS_NAMES.split(",")) - 9), *row[3:]))
        for row in rows
    ]
    return "\r\n".join([_HCPCS_NAMES, *lines]) + "\r\n"


def hcpcs_txt(rows: tuple[tuple[str, ...], ...] = _HCPCS_ROWS) -> str:
    """Give the same in fixed width, each code with a record that continues its description."""
    lines = []
    for code, number, kind, *days, action in rows:
        where = f"{code:>5}" if kind == "7" else code
        first, changed, last = days
        lines.append(f"{where}{number}{kind}{'WORDS':<257}{first}{changed}{last:<8}{action:<28}")
        lines.append(f"{where}{number}{int(kind) + 1}{'MORE WORDS':<309}")
    return "\r\n".join(lines) + "\r\n"


def amounts_txt(
    places: tuple[str, ...] = ("0111205", "1011200"), codes: tuple[str, ...] = ("71250", "71260")
) -> str:
    """Give amounts by locality as PFALL does, global and both components of each code."""
    lines = []
    for at, place in enumerate(places):
        for number, code in enumerate(codes):
            for modifier, share in (("  ", 3), ("26", 1), ("TC", 2)):
                dollars = f"{50 * share + 7 * number + at:07d}.10"
                cells = (
                    "2026", place[:5], place[5:], code, modifier, dollars, dollars, " ", "1", "A", "4",
                    "0000000.00", "0000000.00", "1", dollars, dollars,
                )  # fmt: skip
                lines.append(",".join(f'"{cell}"' for cell in cells))
    return "\r\n".join([*lines, '"TRL copyright of its owners"']) + "\r\n"


COUNTIES = (
    "COUNTIES INCLUDED IN 2026 LOCALITIES. (BY STATE),,,,\r\n,,,,\r\n"
    "Medicare Adminstrative Contractor,Locality Number,State ,Fee Schedule Area ,Counties\r\n,,,,\r\n"
    "10112,0,ALABAMA ,STATEWIDE ,ALL COUNTIES \r\n,,,,\r\n"
    '12202,1,DISTRICT OF COLUMBIA ,DC + MD/VA SUBURBS ,"DISTRICT OF COLUMBIA; ARLINGTON, FAIRFAX IN VIRGINIA; MONTGOMERY IN MARYLAND"\r\n'
    "1212,1,HAWAII/GUAM,STATEWIDE ,ALL COUNTIES \r\n"
    '12302,1,MARYLAND ,BALTIMORE,"ANNE ARUNDEL, BALTIMORE, BALTIMORE CITY AND HOWARD"\r\n'
    "12302,99,,REST OF STATE ,ALL OTHER COUNTIES EXCEPT MONTGOMERY\r\n"
    "5302,99,MISSOURI,REST OF STATE* ,ALL OTHER COUNTIES \r\n5302,99,,REST OF STATE*,ALL OTHER COUNTIES\r\n"
    '11302,0,VIRGINIA,STATEWIDE,"ALL COUNTIES, EXCEPT ARLINGTON, AND FAIRFAX"\r\n,,,,\r\n'
    "*  Served by two carriers.,,,,\r\n"
)


def problems(read: Callable[[], object]) -> tuple[str, ...]:
    """Give the problems of the data error that a reading ends in."""
    with pytest.raises(DataError) as caught:
        read()
    return caught.value.problems
