"""What is stored, one kind of record a file."""

from holdspace_site.records.models.access_entry import AccessEntry, AccessLogHead
from holdspace_site.records.models.agency import Agency
from holdspace_site.records.models.boundary import Boundary
from holdspace_site.records.models.care_team import CareTeamMember
from holdspace_site.records.models.check_in import CheckIn
from holdspace_site.records.models.client import Client
from holdspace_site.records.models.client_question import ClientQuestion
from holdspace_site.records.models.cycle import Cycle, StepOfCycle
from holdspace_site.records.models.draft import Draft
from holdspace_site.records.models.episode import Episode
from holdspace_site.records.models.formulation import Formulation
from holdspace_site.records.models.given_answer import GivenAnswer
from holdspace_site.records.models.hand_off import HandOff
from holdspace_site.records.models.known_device import KnownDevice, Pin
from holdspace_site.records.models.letter import Letter, LetterLine
from holdspace_site.records.models.notice import AdvanceNotice
from holdspace_site.records.models.passage import Passage, PassageRevision
from holdspace_site.records.models.person import Person
from holdspace_site.records.models.practice_instrument import PracticeInstrument
from holdspace_site.records.models.promise import Promise, PromiseChange
from holdspace_site.records.models.questionnaire import Questionnaire
from holdspace_site.records.models.reading import GivenVerdict, Reading
from holdspace_site.records.models.recording import Recording
from holdspace_site.records.models.repair import (
    Repair,
    RepairGround,
    RepairStep,
    RepairWord,
)
from holdspace_site.records.models.session import Session, SessionMove
from holdspace_site.records.models.sharing_choice import SharingChoice
from holdspace_site.records.models.sign_in_link import SignInLink
from holdspace_site.records.models.sign_in_tries import SignInTries
from holdspace_site.records.models.supervision import (
    AgreedPoint,
    SharedFigures,
    Supervision,
    SupervisionDraft,
    SupervisionSession,
)
from holdspace_site.records.models.telling_settings import TellingSettings
from holdspace_site.records.models.way_of_working import (
    TriggerWording,
    WayLine,
    WayOfWorking,
    WayReason,
    WayStep,
)

__all__ = [
    "AccessEntry",
    "AccessLogHead",
    "AdvanceNotice",
    "Agency",
    "AgreedPoint",
    "Boundary",
    "CareTeamMember",
    "CheckIn",
    "Client",
    "ClientQuestion",
    "Cycle",
    "Draft",
    "Episode",
    "Formulation",
    "GivenAnswer",
    "GivenVerdict",
    "HandOff",
    "KnownDevice",
    "Letter",
    "LetterLine",
    "Passage",
    "PassageRevision",
    "Person",
    "Pin",
    "PracticeInstrument",
    "Promise",
    "PromiseChange",
    "Questionnaire",
    "Reading",
    "Recording",
    "Repair",
    "RepairGround",
    "RepairStep",
    "RepairWord",
    "Session",
    "SessionMove",
    "SharedFigures",
    "SharingChoice",
    "SignInLink",
    "SignInTries",
    "StepOfCycle",
    "Supervision",
    "SupervisionDraft",
    "SupervisionSession",
    "TellingSettings",
    "TriggerWording",
    "WayLine",
    "WayOfWorking",
    "WayReason",
    "WayStep",
]
