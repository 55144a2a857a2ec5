"""What an imaging code stands for, in closed terms: modality, region, contrast, views, side, role, technique.

Terms follow the RSNA/LOINC Radiology Playbook and DICOM. Values here know nothing of any code: the
profiles themselves are data (`cptkit/data/authored/profiles`).
"""

from __future__ import annotations

from enum import Enum

import attrs


class Modality(Enum):
    """The kind of apparatus that makes the image; the value is our word for it, `dicom` the DICOM code."""

    XR = "radiography"
    RF = "fluoroscopy"
    XA = "angiography"
    CT = "computed tomography"
    MR = "magnetic resonance"
    US = "ultrasound"
    MG = "mammography"
    NM = "nuclear medicine"
    PT = "positron emission tomography"
    BMD = "bone densitometry"
    PORTAL = "portal imaging"

    @property
    def dicom(self) -> str:
        """The DICOM modality code (PS3.3 C.7.3.1.1.1), two to seven characters.

        Example:
            >>> Modality.CT.dicom
            'CT'
        """
        return {"XR": "DX", "PORTAL": "RTIMAGE"}.get(self.name, self.name)


class Contrast(Enum):
    """Contrast as coding counts it: intravascular, intra-articular or intrathecal.

    Oral or rectal contrast alone is `WITHOUT`. A profile whose `contrast` is None does not turn on contrast.
    """

    WITHOUT = "without"
    WITH = "with"
    WITHOUT_THEN_WITH = "without, then with"
    WITH_OR_WITHOUT = "with or without"


class Laterality(Enum):
    """What the code says of sides."""

    NOT_PAIRED = "not paired"
    UNILATERAL = "one side"
    BILATERAL = "both sides"
    EITHER = "one side or both"


class Role(Enum):
    """What the service is for."""

    DIAGNOSTIC = "diagnostic"
    GUIDANCE = "guidance"
    SUPERVISION_AND_INTERPRETATION = "supervision and interpretation"
    THERAPEUTIC = "therapeutic"
    PLANNING = "planning"
    PHYSICS = "physics, dosimetry and devices"
    DELIVERY = "treatment delivery"
    MANAGEMENT = "treatment management"
    POST_PROCESSING = "post-processing"
    CONSULTATION = "consultation"
    SAFETY = "safety review"
    QUALITY = "quality measure"


class Extent(Enum):
    """How much of a complete study the code stands for."""

    COMPLETE = "complete"
    LIMITED = "limited"
    FOLLOW_UP = "follow-up"


class Population(Enum):
    """Whom the code is restricted to, where it is."""

    INFANT = "infant"
    CHILD = "child"
    FETUS = "fetus"
    PREGNANT = "pregnant"
    DECEASED = "deceased"


class Technique(Enum):
    """How the image is made or read, beyond the modality. A profile holds as many as its code names."""

    # radiography, fluoroscopy, angiography
    ANGIOGRAPHY = "angiography"
    VENOGRAPHY = "venography"
    LYMPHANGIOGRAPHY = "lymphangiography"
    ARTHROGRAPHY = "arthrography"
    MYELOGRAPHY = "myelography"
    CISTERNOGRAPHY = "cisternography"
    DISCOGRAPHY = "discography"
    EPIDUROGRAPHY = "epidurography"
    SIALOGRAPHY = "sialography"
    DACRYOCYSTOGRAPHY = "dacryocystography"
    LARYNGOGRAPHY = "laryngography"
    DUCTOGRAPHY = "ductography"
    CHOLANGIOGRAPHY = "cholangiography"
    CHOLECYSTOGRAPHY = "cholecystography"
    PANCREATOGRAPHY = "pancreatography"
    UROGRAPHY = "urography"
    PYELOGRAPHY = "pyelography"
    CYSTOGRAPHY = "cystography"
    URETHROGRAPHY = "urethrography"
    VOIDING = "voiding study"
    RETROGRADE = "against the stream"
    ANTEGRADE = "with the stream"
    DRIP_INFUSION = "drip infusion or bolus"
    CAVERNOSOGRAPHY = "cavernosography"
    PELVIMETRY = "pelvimetry"
    VASOGRAPHY = "vasography"
    HYSTEROSALPINGOGRAPHY = "hysterosalpingography"
    PERITONEOGRAPHY = "peritoneography"
    DEFECOGRAPHY = "defecography"
    FISTULOGRAPHY = "sinus tract or fistula study"
    SPLENOPORTOGRAPHY = "splenoportography"
    SHUNTOGRAM = "shunt study"
    SINGLE_CONTRAST = "single contrast"
    DOUBLE_CONTRAST = "double contrast"
    FOLLOW_THROUGH = "small-bowel follow-through"
    ENTEROCLYSIS = "enteroclysis"
    REDUCTION = "reduction of intussusception"
    CINE = "cine or video"
    FLUOROSCOPY = "with fluoroscopy"
    DYNAMIC = "dynamic study"
    TOMOGRAPHY = "plain tomography"
    STEREO = "stereo"
    STANDING = "weight-bearing"
    STRESS_VIEWS = "stress views"
    BENDING = "bending or flexion and extension views"
    DECUBITUS = "decubitus"
    PANORAMIC = "panoramic"
    CEPHALOMETRY = "cephalometry"
    FOREIGN_BODY = "foreign body localization"
    SURVEY = "survey"
    BONE_AGE = "bone age"
    LEG_LENGTH = "bone length"
    SCOLIOSIS = "scoliosis series"
    BABYGRAM = "whole-infant film"
    SPECIMEN = "specimen"
    SUBTRACTION = "subtraction"
    SERIALOGRAPHY = "serial films"
    HEMODYNAMICS = "pressure measurements"
    # interventional
    EMBOLIZATION = "embolization"
    INFUSION = "infusion therapy"
    STENT = "stent placement"
    ANGIOPLASTY = "angioplasty"
    ATHERECTOMY = "atherectomy"
    THROMBECTOMY = "thrombectomy"
    ENDOGRAFT = "endograft"
    IVC_FILTER = "vena cava filter"
    VENOUS_SAMPLING = "venous sampling"
    CATHETER_EXCHANGE = "catheter exchange"
    FOREIGN_BODY_RETRIEVAL = "foreign body retrieval"
    FOLLOW_UP_ANGIOGRAPHY = "angiography through an existing catheter"
    DRAINAGE = "drainage"
    BIOPSY = "biopsy"
    NEEDLE_PLACEMENT = "needle placement"
    CATHETER_PLACEMENT = "catheter placement"
    CENTRAL_VENOUS_ACCESS = "central venous access"
    VASCULAR_ACCESS = "vascular access"
    ABLATION = "ablation"
    VERTEBROPLASTY = "vertebroplasty or vertebral augmentation"
    ASPIRATION = "aspiration"
    INJECTION = "injection"
    LOCALIZATION = "localization"
    TUBE_PLACEMENT = "tube placement"
    DILATION = "dilation"
    REMOVAL = "removal"
    PERICARDIOCENTESIS = "pericardiocentesis"
    TRANSFUSION = "fetal transfusion"
    AMNIOCENTESIS = "amniocentesis"
    CHORIONIC_SAMPLING = "chorionic villus sampling"
    OVA_RETRIEVAL = "ova retrieval"
    ENDOMYOCARDIAL_BIOPSY = "endomyocardial biopsy"
    PSEUDOANEURYSM_COMPRESSION = "pseudoaneurysm compression"
    INTRAVASCULAR = "intravascular"
    ENDOSCOPIC = "endoscopic"
    INTRAOPERATIVE = "intraoperative"
    # CT and MR
    PERFUSION = "perfusion"
    COLONOGRAPHY = "colonography"
    CALCIUM_SCORING = "calcium scoring"
    PLAQUE_ANALYSIS = "plaque analysis"
    FLOW_RESERVE = "fractional flow reserve"
    MORPHOLOGY = "structure and morphology"
    CONGENITAL = "congenital heart disease"
    FUNCTION = "function"
    VELOCITY_FLOW = "velocity flow mapping"
    STRESS = "stress"
    REST = "rest"
    FUNCTIONAL = "functional brain mapping"
    CLINICIAN_TESTING = "testing by a physician or psychologist"
    SPECTROSCOPY = "spectroscopy"
    ELASTOGRAPHY = "elastography"
    MARROW = "bone marrow supply"
    LOW_DOSE = "low dose"
    CAD = "computer-aided detection"
    JOINT = "joint"
    NON_JOINT = "other than joint"
    RUNOFF = "run-off"
    TISSUE_CHARACTERIZATION = "tissue characterization"
    RENDERING_SAME_WORKSTATION = "3-D rendering without an independent workstation"
    RENDERING_INDEPENDENT_WORKSTATION = "3-D rendering on an independent workstation"
    # ultrasound
    A_SCAN = "A-scan"
    B_SCAN = "B-scan"
    BIOMETRY = "ocular biometry"
    IOL_CALCULATION = "lens power calculation"
    IMMERSION = "immersion"
    PACHYMETRY = "pachymetry"
    ANTERIOR_SEGMENT = "anterior segment"
    DOPPLER = "Doppler"
    DUPLEX = "duplex"
    TRANSVAGINAL = "transvaginal"
    TRANSABDOMINAL = "transabdominal"
    TRANSRECTAL = "transrectal"
    NUCHAL_TRANSLUCENCY = "nuchal translucency"
    DETAILED_ANATOMY = "detailed fetal anatomy"
    BIOPHYSICAL_PROFILE = "biophysical profile"
    NON_STRESS_TEST = "non-stress test"
    FETAL_ECHO = "fetal echocardiography"
    FETAL_DOPPLER = "fetal Doppler"
    FIRST_TRIMESTER = "first trimester"
    AFTER_FIRST_TRIMESTER = "after the first trimester"
    ADDITIONAL_GESTATION = "each additional gestation"
    SALINE_INFUSION = "saline infusion"
    MICROBUBBLE = "microbubble contrast"
    ANEURYSM_SCREENING = "aneurysm screening"
    TRANSPLANT = "transplant"
    VOLUME_STUDY = "volume study"
    HIP_MANIPULATION = "with manipulation"
    # breast and bone
    TOMOSYNTHESIS = "tomosynthesis"
    AXIAL_SKELETON = "axial skeleton"
    APPENDICULAR_SKELETON = "appendicular skeleton"
    FRACTURE_ASSESSMENT = "vertebral fracture assessment"
    BODY_COMPOSITION = "body composition"
    TRABECULAR_SCORE = "trabecular bone score"
    # nuclear medicine
    PLANAR = "planar"
    SPECT = "SPECT"
    SPECT_CT = "SPECT/CT"
    PET = "PET"
    PET_CT = "PET/CT"
    WHOLE_BODY = "whole body"
    LIMITED_AREA = "limited area"
    MULTIPLE_AREAS = "multiple areas"
    SINGLE_AREA = "single area"
    MULTIPLE_DAYS = "two or more days"
    THREE_PHASE = "three phase"
    UPTAKE = "uptake"
    FLOW = "vascular flow"
    FIRST_PASS = "first pass"
    GATED = "gated"
    WALL_MOTION = "wall motion"
    EJECTION_FRACTION = "ejection fraction"
    INFARCT = "infarct avid"
    METABOLIC = "metabolic"
    DUAL_TRACER = "two tracers"
    SINGLE_STUDY = "one study"
    MULTIPLE_STUDIES = "several studies"
    PHARMACOLOGIC = "with pharmacologic intervention"
    VENTILATION = "ventilation"
    QUANTITATIVE = "quantitative"
    DELAYED = "delayed"
    REFLUX = "reflux"
    RESIDUAL = "residual"
    SHUNT = "shunt detection"
    BLOOD_VOLUME = "blood volume"
    RED_CELLS = "red cells"
    PLATELETS = "platelets"
    ABSORPTION = "absorption study"
    BREATH_TEST = "breath test"
    EMPTYING = "emptying"
    TUMOR = "tumor"
    INFLAMMATION = "inflammation"
    AMYLOID = "amyloid"
    LYMPHOSCINTIGRAPHY = "lymphoscintigraphy"
    HEPATOBILIARY = "hepatobiliary"
    METASTASES = "search for metastases"
    SUPPRESSION = "stimulation or suppression"
    # radiation oncology
    SIMPLE = "simple"
    INTERMEDIATE = "intermediate"
    COMPLEX = "complex"
    IMRT = "intensity-modulated"
    CONFORMAL_3D = "3-D conformal"
    STEREOTACTIC = "stereotactic"
    COBALT = "cobalt source"
    LINAC = "linear accelerator"
    SBRT = "stereotactic body"
    PROTON = "proton"
    NEUTRON = "neutron"
    SUPERFICIAL = "superficial"
    SURFACE_GUIDANCE = "surface radiation therapy"
    ORTHOVOLTAGE = "orthovoltage"
    IMAGE_GUIDANCE = "image guidance"
    MOTION_MANAGEMENT = "motion management"
    INTRAOPERATIVE_RADIATION = "intraoperative radiation"
    HYPERTHERMIA = "hyperthermia"
    BRACHYTHERAPY = "brachytherapy"
    HIGH_DOSE_RATE = "high dose rate"
    LOW_DOSE_RATE = "low dose rate"
    INTERSTITIAL = "interstitial"
    INTRACAVITARY = "intracavitary"
    SKIN_SURFACE = "skin surface"
    ELECTRONIC = "electronic source"
    SIMULATION = "simulation"
    DOSIMETRY = "dosimetry"
    ISODOSE_PLAN = "isodose plan"
    DEVICE = "treatment device"
    PORT_FILM = "port film"
    WEEKLY_PHYSICS = "weekly physics"
    TOTAL_BODY = "total body"
    RESPIRATORY_MOTION = "respiratory motion"
    ORAL = "by mouth"
    INTRAVENOUS = "by vein"
    INTRA_ARTERIAL = "by artery"
    INTRA_ARTICULAR = "into a joint"
    ANTIBODY = "labelled antibody"
    COLLOID = "colloid"


class Region(Enum):
    """The part of the body that is imaged, as fine as codes tell them apart."""

    WHOLE_BODY = "whole body"
    SKULL_BASE_TO_THIGH = "skull base to mid-thigh"
    ANY = "any part"
    # head and neck
    HEAD = "head"
    BRAIN = "brain"
    SKULL = "skull"
    FACE = "facial bones"
    MAXILLOFACIAL = "maxillofacial"
    ORBIT = "orbit"
    EYE = "eye"
    OPTIC_FORAMINA = "optic foramina"
    LACRIMAL = "lacrimal duct"
    SINUSES = "paranasal sinuses"
    NASAL_BONES = "nasal bones"
    MANDIBLE = "mandible"
    TMJ = "temporomandibular joint"
    TEETH = "teeth"
    MASTOID = "mastoid"
    INTERNAL_AUDITORY_CANAL = "internal auditory canal"
    EAR = "ear"
    SELLA = "sella turcica"
    POSTERIOR_FOSSA = "posterior fossa"
    SALIVARY_GLAND = "salivary gland"
    NECK = "neck"
    SOFT_TISSUE_NECK = "soft tissues of the neck"
    LARYNX = "larynx"
    PHARYNX = "pharynx"
    SPEECH = "swallowing and speech"
    THYROID = "thyroid"
    PARATHYROID = "parathyroid"
    CSF = "cerebrospinal fluid spaces"
    CAROTID = "carotid artery"
    CERVICAL_VESSELS = "vessels of the neck"
    VERTEBRAL_ARTERY = "vertebral artery"
    INTRACRANIAL_VESSELS = "intracranial vessels"
    # chest
    CHEST = "chest"
    LUNG = "lung"
    MEDIASTINUM = "mediastinum"
    RIBS = "ribs"
    STERNUM = "sternum"
    STERNOCLAVICULAR = "sternoclavicular joints"
    DIAPHRAGM = "diaphragm"
    BREAST = "breast"
    AXILLA = "axilla"
    HEART = "heart"
    CORONARY = "coronary arteries"
    PULMONARY_ARTERY = "pulmonary artery"
    PULMONARY_VEIN = "pulmonary vein"
    THORACIC_AORTA = "thoracic aorta"
    # spine and pelvis
    SPINE = "spine"
    CERVICAL_SPINE = "cervical spine"
    THORACIC_SPINE = "thoracic spine"
    THORACOLUMBAR_SPINE = "thoracolumbar spine"
    LUMBAR_SPINE = "lumbar spine"
    SACRUM = "sacrum and coccyx"
    SACROILIAC = "sacroiliac joints"
    SPINAL_CANAL = "spinal canal"
    DISC = "intervertebral disc"
    EPIDURAL = "epidural space"
    PELVIS = "pelvis"
    # upper limb
    UPPER_EXTREMITY = "upper extremity"
    CLAVICLE = "clavicle"
    SCAPULA = "scapula"
    SHOULDER = "shoulder"
    ACROMIOCLAVICULAR = "acromioclavicular joints"
    HUMERUS = "humerus"
    ELBOW = "elbow"
    FOREARM = "forearm"
    WRIST = "wrist"
    HAND = "hand"
    FINGER = "finger"
    # lower limb
    LOWER_EXTREMITY = "lower extremity"
    HIP = "hip"
    FEMUR = "femur"
    KNEE = "knee"
    TIBIA_FIBULA = "tibia and fibula"
    ANKLE = "ankle"
    FOOT = "foot"
    CALCANEUS = "calcaneus"
    TOE = "toe"
    EXTREMITY = "extremity"
    JOINT = "joint"
    # abdomen and pelvis
    ABDOMEN = "abdomen"
    ABDOMEN_AND_PELVIS = "abdomen and pelvis"
    ABDOMINAL_WALL = "abdominal wall"
    PERITONEUM = "peritoneum"
    RETROPERITONEUM = "retroperitoneum"
    ESOPHAGUS = "esophagus"
    STOMACH = "stomach"
    UPPER_GI = "upper gastrointestinal tract"
    DUODENUM = "duodenum"
    SMALL_BOWEL = "small bowel"
    COLON = "colon"
    RECTUM = "rectum"
    GI_TRACT = "gastrointestinal tract"
    LIVER = "liver"
    SPLEEN = "spleen"
    PANCREAS = "pancreas"
    GALLBLADDER = "gallbladder"
    BILE_DUCTS = "bile ducts"
    ADRENAL = "adrenal"
    KIDNEY = "kidney"
    URETER = "ureter"
    URINARY_TRACT = "urinary tract"
    BLADDER = "bladder"
    URETHRA = "urethra"
    PROSTATE = "prostate"
    SCROTUM = "scrotum"
    PENIS = "penis"
    SEMINAL_VESICLES = "seminal vesicles and vas deferens"
    UTERUS = "uterus"
    FALLOPIAN_TUBES = "fallopian tubes"
    OVARY = "ovary"
    VAGINA = "vagina"
    PERINEUM = "perineum"
    PREGNANT_UTERUS = "pregnant uterus"
    FETUS = "fetus"
    UMBILICAL_ARTERY = "umbilical artery"
    MIDDLE_CEREBRAL_ARTERY = "middle cerebral artery"
    # vessels, blood, skeleton
    AORTA = "aorta"
    ABDOMINAL_AORTA = "abdominal aorta"
    ILIOFEMORAL = "iliofemoral arteries"
    EXTREMITY_ARTERY = "extremity arteries"
    SPINAL_ARTERY = "spinal arteries"
    RENAL_ARTERY = "renal artery"
    VISCERAL_ARTERY = "visceral artery"
    ADRENAL_ARTERY = "adrenal artery"
    PELVIC_ARTERY = "pelvic artery"
    INTERNAL_MAMMARY = "internal mammary artery"
    ARTERY = "artery"
    VEIN = "vein"
    EXTREMITY_VEIN = "extremity veins"
    SUPERIOR_VENA_CAVA = "superior vena cava"
    INFERIOR_VENA_CAVA = "inferior vena cava"
    RENAL_VEIN = "renal vein"
    ADRENAL_VEIN = "adrenal vein"
    PORTAL_VEIN = "portal vein"
    HEPATIC_VEIN = "hepatic vein"
    SPLENIC_VEIN = "splenic vein"
    DURAL_SINUS = "dural sinus"
    JUGULAR_VEIN = "jugular vein"
    ORBITAL_VEIN = "orbital vein"
    LYMPHATICS = "lymphatics"
    BLOOD = "blood"
    BONE_MARROW = "bone marrow"
    SKELETON = "skeleton"
    BONE = "bone"
    SOFT_TISSUE = "soft tissue"
    SKIN = "skin"
    NERVE = "nerve"


@attrs.frozen
class Views:
    """How many projections a radiograph's code stands for.

    Attributes:
        minimum: The least number of views, where the code names one.
        maximum: The greatest number, None where it is open upwards.
        named: Projections that the code names, in our words.
    """

    minimum: int | None = None
    maximum: int | None = None
    named: tuple[str, ...] = ()


@attrs.frozen
class ImagingProfile:
    """What a radiology code stands for, in closed terms.

    Attributes:
        modality: The apparatus; None where no image is made (planning, physics, management).
        regions: The parts of the body, the leading one first.
        contrast: The contrast state; None where the code does not turn on it.
        views: The number of views; None where the code does not count them.
        laterality: What the code says of sides.
        role: What the service is for.
        technique: How it is done, beyond the modality.
        extent: Complete, limited, follow-up, or None where the code does not say.
        population: Whom it is restricted to, or None.
        three_d: Whether 3-D post-processing is part of the code.

    Example:
        >>> ImagingProfile(Modality.CT, (Region.CHEST,), contrast=Contrast.WITH).modality.dicom
        'CT'
    """

    modality: Modality | None
    regions: tuple[Region, ...] = ()
    contrast: Contrast | None = None
    views: Views | None = None
    laterality: Laterality = Laterality.NOT_PAIRED
    role: Role = Role.DIAGNOSTIC
    technique: tuple[Technique, ...] = ()
    extent: Extent | None = None
    population: Population | None = None
    three_d: bool = False
