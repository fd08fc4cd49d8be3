"""Codes of nations and currencies that are nearly right, and the right one for each."""

from __future__ import annotations

from jointstock.words.codes import MINOR_DIGITS, NATIONS

# The codes of three letters (ISO 3166-1 alpha-3), each with the one of two that it stands for.
_THREE_LETTERS = """
    ANDAD AREAE AFGAF ATGAG AIAAI ALBAL ARMAM AGOAO ATAAQ ARGAR ASMAS AUTAT AUSAU ABWAW ALAAX
    AZEAZ BIHBA BRBBB BGDBD BELBE BFABF BGRBG BHRBH BDIBI BENBJ BLMBL BMUBM BRNBN BOLBO BESBQ
    BRABR BHSBS BTNBT BVTBV BWABW BLRBY BLZBZ CANCA CCKCC CODCD CAFCF COGCG CHECH CIVCI COKCK
    CHLCL CMRCM CHNCN COLCO CRICR CUBCU CPVCV CUWCW CXRCX CYPCY CZECZ DEUDE DJIDJ DNKDK DMADM
    DOMDO DZADZ ECUEC ESTEE EGYEG ESHEH ERIER ESPES ETHET FINFI FJIFJ FLKFK FSMFM FROFO FRAFR
    GABGA GBRGB GRDGD GEOGE GUFGF GGYGG GHAGH GIBGI GRLGL GMBGM GINGN GLPGP GNQGQ GRCGR SGSGS
    GTMGT GUMGU GNBGW GUYGY HKGHK HMDHM HNDHN HRVHR HTIHT HUNHU IDNID IRLIE ISRIL IMNIM INDIN
    IOTIO IRQIQ IRNIR ISLIS ITAIT JEYJE JAMJM JORJO JPNJP KENKE KGZKG KHMKH KIRKI COMKM KNAKN
    PRKKP KORKR KWTKW CYMKY KAZKZ LAOLA LBNLB LCALC LIELI LKALK LBRLR LSOLS LTULT LUXLU LVALV
    LBYLY MARMA MCOMC MDAMD MNEME MAFMF MDGMG MHLMH MKDMK MLIML MMRMM MNGMN MACMO MNPMP MTQMQ
    MRTMR MSRMS MLTMT MUSMU MDVMV MWIMW MEXMX MYSMY MOZMZ NAMNA NCLNC NERNE NFKNF NGANG NICNI
    NLDNL NORNO NPLNP NRUNR NIUNU NZLNZ OMNOM PANPA PERPE PYFPF PNGPG PHLPH PAKPK POLPL SPMPM
    PCNPN PRIPR PSEPS PRTPT PLWPW PRYPY QATQA REURE ROURO SRBRS RUSRU RWARW SAUSA SLBSB SYCSC
    SDNSD SWESE SGPSG SHNSH SVNSI SJMSJ SVKSK SLESL SMRSM SENSN SOMSO SURSR SSDSS STPST SLVSV
    SXMSX SYRSY SWZSZ TCATC TCDTD ATFTF TGOTG THATH TJKTJ TKLTK TLSTL TKMTM TUNTN TONTO TURTR
    TTOTT TUVTV TWNTW TZATZ UKRUA UGAUG UMIUM USAUS URYUY UZBUZ VATVA VCTVC VENVE VGBVG VIRVI
    VNMVN VUTVU WLFWF WSMWS XKKXK YEMYE MYTYT ZAFZA ZMBZM ZWEZW
"""

# What is written in their place: reserved codes, and those of number plates and sport.
_OTHER_NATIONS = {
    "UK": "GB",
    "EL": "GR",
    "XKX": "XK",
    "KOS": "XK",
    "ENG": "GB",
    "GER": "DE",
    "HOL": "NL",
    "NED": "NL",
    "SUI": "CH",
    "DEN": "DK",
    "POR": "PT",
    "GRE": "GR",
    "CRO": "HR",
    "BUL": "BG",
    "ROM": "RO",
}

# Signs, names, and codes of ISO 4217 that another has replaced.
_OTHER_CURRENCIES = {
    "€": "EUR",
    "EURO": "EUR",
    "EUROS": "EUR",
    "ECU": "EUR",
    "$": "USD",
    "US$": "USD",
    "USDOLLAR": "USD",
    "DOLLAR": "USD",
    "£": "GBP",
    "UKP": "GBP",
    "STG": "GBP",
    "POUND": "GBP",
    "¥": "JPY",
    "YEN": "JPY",
    "ZLOTY": "PLN",
    "ZL": "PLN",
    "PLZ": "PLN",
    "ROL": "RON",
    "LEI": "RON",
    "TRL": "TRY",
    "RMB": "CNY",
    "NIS": "ILS",
    "SFR": "CHF",
    "UAK": "UAH",
    "HRYVNIA": "UAH",
    "FT": "HUF",
    "KC": "CZK",
    "DEM": "EUR",
    "FRF": "EUR",
    "ITL": "EUR",
    "NLG": "EUR",
    "ESP": "EUR",
    "HRK": "EUR",
    "ANG": "XCG",
    "SLL": "SLE",
    "ZWL": "ZWG",
}
_NATIONS = {one[:3]: one[3:] for one in _THREE_LETTERS.split()} | _OTHER_NATIONS


def nation_like(text: str) -> str:
    """The code of the nation that is meant, as DE for ``deu``; blank where none is near."""
    found = text.strip().upper()
    return found if found in NATIONS else _NATIONS.get(found, "")


def currency_like(text: str) -> str:
    """The code of the currency that is meant, as EUR for ``euro``; blank where none is near."""
    found = text.strip().upper()
    return found if found in MINOR_DIGITS else _OTHER_CURRENCIES.get(found, "")
