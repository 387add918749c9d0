"""How does a test put records on the stage? Rows as the services leave them, few and known."""

import hashlib
import json
from dataclasses import asdict, replace
from datetime import datetime, timedelta
from typing import Any

from firebreak import knowledge
from firebreak.console.access import Seat
from firebreak.console.alert.models import Alert
from firebreak.console.assess.models import Assessment, Story, StoryPost
from firebreak.console.cases.models import Case, Contact
from firebreak.console.duty.models import HandOver, Shift
from firebreak.console.govern.models import Brand, Organisation, Person
from firebreak.console.home.briefs import day_of
from firebreak.console.home.models import Brief
from firebreak.console.home.overnight import overnight
from firebreak.console.learn.models import Action
from firebreak.console.listen.captures import Capture
from firebreak.console.listen.capturing import capture_post
from firebreak.console.listen.models import Post, Reading, Rollup, Source
from firebreak.console.listen.services import count_up
from firebreak.console.media.models import Enquiry, Journalist
from firebreak.console.plans.models import Drill, PlanVersion
from firebreak.console.prevent.models import Risk, RiskChange, RiskEvent
from firebreak.console.resources.models import Resource
from firebreak.console.respond.expert.records import Expert
from firebreak.console.respond.matrix.records import MatrixVersion
from firebreak.console.respond.models import Incident, Moment
from firebreak.console.respond.ready.records import ReadyText
from firebreak.console.respond.send.records import Outlet
from firebreak.console.respond.send.ways import sealed
from firebreak.console.respond.speak.records import Fact, FactVersion, Statement, StatementVersion
from firebreak.console.staff.models import Hurt, Report
from firebreak.console.staff.receiving import Seen, proof_of
from firebreak.console.work.models import Piece, Work
from firebreak.console.work.services import KEPT
from firebreak.core.respond import matrix as core_matrix
from firebreak.core.respond.matrix import Matrix, matrix_in
from firebreak.core.respond.revision import content_of
from firebreak.core.respond.sheet import Key, Status
from firebreak.core.terms import Role, Severity, Signal
from firebreak.knowledge.playbooks import playbooks, write_plan
from tests.cast import Cast, person

MINUTE = timedelta(minutes=1)


def feed(brand: Brand, *, at: datetime, name: str = "Town news", **fields: Any) -> Source:
    """A feed that answered half a minute ago."""
    usual: dict[str, Any] = {
        "kind": "rss",
        "key": name.lower().replace(" ", "-"),
        "config": {"url": "https://news.example/feed"},
        "created_at": at - timedelta(days=9),
        "next_at": at + MINUTE,
        "last_try_at": at - MINUTE / 2,
        "last_ok_at": at - MINUTE / 2,
        "last_post_at": at - 5 * MINUTE,
        "seen": 120,
    }
    return Source.objects.create(brand=brand, name=name, **(usual | fields))


def post(brand: Brand, *, at: datetime, sentiment: str = "negative", text: str = "", **fields: Any) -> Post:
    """A stored post with its reading and its count."""
    number = Post.objects.count() + 1
    reading = {name: fields.pop(name) for name in ("category", "urgent", "detail") if name in fields}
    usual: dict[str, Any] = {
        "source": "ptt",
        "external_id": f"p{number}",
        "kind": "post",
        "text": text or f"明泉的淨水器第 {number} 次漏水了，地板都泡爛",
        "author_id": f"user{number}",
        "author_name": f"住戶阿{number}",
    }
    row = Post.objects.create(brand=brand, published_at=at, first_seen_at=at, **(usual | fields))
    read = {"category": "product_defect", "urgent": False, "detail": {}} | reading
    Reading.objects.create(
        post=row,
        sentiment=sentiment,
        score=-0.8 if sentiment == "negative" else 0.1,
        intensity=0.6,
        confidence=0.9,
        uncertain=False,
        copy_key=f"{number:032d}",
        model="test",
        **read,
    )
    count_up(brand, {(int(at.timestamp()) // 300, row.source, sentiment, str(read["category"])): 1})
    return row


def story(brand: Brand, *, at: datetime, posts: int = 3, severity: str = "S2", **fields: Any) -> Story:
    """A story of negative posts, one a minute until `at`, judged once."""
    members = [post(brand, at=at - step * MINUTE) for step in range(posts)]
    usual: dict[str, Any] = {
        "number": Story.objects.filter(brand=brand).count() + 1,
        "title": "淨水器漏水，地板泡爛",
        "category": "product_defect",
        "first_post_at": members[-1].published_at,
        "last_post_at": members[0].published_at,
        "first_seen_at": members[-1].published_at,
        "post_count": posts,
        "negative_count": posts,
        "told_on": "ptt",
        "severity": severity,
        "score": 60,
    }
    row = Story.objects.create(brand=brand, **(usual | fields))
    StoryPost.objects.bulk_create(StoryPost(post=member, story=row) for member in members)
    Assessment.objects.create(
        story=row,
        at=at,
        severity=severity,
        score=60,
        speed=3,
        reach=2,
        harm=4,
        reasons=[{"code": "serious", "points": 60, "facts": {"count": posts}}],
        rules="1",
    )
    return row


def alert(brand: Brand, *, at: datetime, about: Story | None = None, severity: str = "S2", **fields: Any) -> Alert:
    number = Alert.objects.filter(brand=brand).count() + 1
    usual: dict[str, Any] = {
        "key": f"test:{number}",
        "signal": Signal.STORY_GROWTH.value,
        "reasons": [{"code": "negative_last_hour", "points": 0, "facts": {"posts": 9, "usual": 1}}],
        "evidence": list(about.places.values_list("post_id", flat=True)) if about else [],
    }
    return Alert.objects.create(brand=brand, at=at, story=about, severity=severity, **(usual | fields))


def incident(
    brand: Brand, *, at: datetime, about: Story | None = None, raised: Alert | None = None, **fields: Any
) -> Incident:
    """A running incident that began at `at`."""
    usual: dict[str, Any] = {
        "number": Incident.objects.filter(brand=brand).count() + 1,
        "title": "" if about else "淨水器漏水",
        "category": "product_defect",
        "severity": Severity.S2.value,
        "phase": "detect",
        "opened_at": at,
        "first_seen_at": at,
        "golden_start": at,
    }
    row = Incident.objects.create(brand=brand, story=about, alert=raised, **(usual | fields))
    Moment.objects.create(incident=row, at=at, kind="opened", facts={"severity": row.severity}, key="opened")
    return row


def fact(about: Incident, key: Key, value: str, *, by: Person, at: datetime, **fields: Any) -> Fact:
    """A line of the fact sheet as somebody wrote it."""
    said = {"status": Status.UNVERIFIED.value, "source": "品保", "written_by": by, "written_at": at} | fields
    row = Fact.objects.create(incident=about, key=key.value, value=value, **said)
    FactVersion.objects.create(fact=row, value=value, **said)
    return row


def statement(about: Incident, text: str, *, by: Person, at: datetime, **fields: Any) -> Statement:
    """A text of an incident at its first version: for the public on the website, unless told otherwise."""
    usual = {"channel": "website", "audience": "public", "kind": "holding", "posture": "rebuild"}
    said: dict[str, Any] = {"written_by": by, "written_at": at}
    role = {"written_as": about.brand.role_of(by) or ""}
    row = Statement.objects.create(incident=about, text=text, **(usual | said | role | fields))
    StatementVersion.objects.create(statement=row, version=0, text=text, posture=row.posture, **said)
    return row


def ready_text(brand: Brand, *, by: Person, at: datetime, **fields: Any) -> ReadyText:
    """A message that was approved ahead for the website, up to S2, and holds for a month."""
    usual: dict[str, Any] = {"title": "漏水的第一次回應", "text": "我們知道大家擔心漏水，正在查。請撥 {{ contact }}。"}
    usual |= {"channels": ["website"], "audience": "public", "gravest": "S2", "kind": "holding", "posture": "rebuild"}
    usual |= {"begins_at": at - MINUTE, "ends_at": at + timedelta(days=30), "written_by": by, "written_at": at - MINUTE}
    usual |= {"written_as": "cs_agent", "approved_at": at, "asked": ["agency_lead", "brand_pr", "legal"]}
    number = ReadyText.objects.filter(brand=brand).count() + 1
    return ReadyText.objects.create(brand=brand, number=number, version=1, **(usual | fields))


def outlet(brand: Brand, *, by: Person, at: datetime, **fields: Any) -> Outlet:
    """A channel of the brand's own for its website, which is a mailbox unless told otherwise."""
    usual = {"channel": "website", "audience": "public", "kind": "mail", "address": "web@spring.example"}
    row = Outlet(brand=brand, title=brand.name, set_by=by, set_at=at, **(usual | fields))
    row.secret = sealed(row, row.secret) if row.secret else ""
    row.save()
    return row


def matrix(brand: Brand, *, by: Person, at: datetime, like: Matrix | None = None, **fields: Any) -> MatrixVersion:
    """A matrix of authority that waits for a second person: legal reads at S3, too, unless told otherwise."""
    shipped = matrix_in(knowledge.authority())
    asked = replace(shipped, steps={**shipped.steps, "S3": frozenset({Role.AGENCY_LEAD, Role.LEGAL})})
    text = json.dumps(core_matrix.content_of(like or asked))
    usual: dict[str, Any] = {"reason": "法務也看 S3", "written_by": by, "written_at": at}
    usual |= {"number": MatrixVersion.objects.filter(brand=brand).count() + 1}
    usual |= {"text": text, "digest": hashlib.sha256(text.encode()).hexdigest()}
    return MatrixVersion.objects.create(brand=brand, **(usual | fields))


def plan(brand: Brand, *, by: Person, at: datetime) -> PlanVersion:
    """A plan of the brand's own that nobody has signed yet: what ships for defects, under another code and name."""
    content = content_of(playbooks()["defect"]) | {"code": "leaking", "name": {"zh": "淨水器漏水", "en": "Leaks"}}
    text = write_plan(content | {"resources": content["resources"][:0]})
    said = {"reason": "第一版", "written_by": by, "written_at": at, "digest": hashlib.sha256(text.encode()).hexdigest()}
    return PlanVersion.objects.create(brand=brand, code="leaking", number=1, text=text, **said)


def drill(brand: Brand, *, by: Person, at: datetime, code: str = "leaking", days: int = 91, **fields: Any) -> Drill:
    """A drill so many days ago; by itself one day too long ago."""
    usual: dict[str, Any] = {"on": at.date() - timedelta(days=days), "learnt": "門市找不到停售表，改放收銀台"}
    made = Drill.objects.create(brand=brand, code=code, by=by, at=at, **(usual | fields))
    made.people.add(by)
    return made


def case(about: Incident, *, by: Person, at: datetime, **fields: Any) -> Case:
    """Somebody affected by an incident, who wrote to us."""
    number = Case.objects.filter(brand=about.brand).count() + 1
    usual: dict[str, Any] = {"way": "message", "received_at": at, "opened_at": at, "opened_by": by, "name": "林小姐"}
    row = Case.objects.create(brand=about.brand, incident=about, number=number, **(usual | fields))
    Contact.objects.create(case=row, at=at, way="message", inward=True, complaint=True, by=by)
    return row


def staff_report(brand: Brand, *, at: datetime, **fields: Any) -> Report:
    """What a shop assistant saw: nobody is hurt, and no loop has read it yet."""
    number = Report.objects.filter(brand=brand).count() + 1
    seen = Seen(
        what=fields.pop("what", "淨水器的標籤貼反了，客人問了三次"),
        place=fields.pop("place", "信義店"),
        seen_at=at,
        hurt=fields.pop("hurt", Hurt.NOBODY),
        name=fields.pop("name", "王小明"),
        contact=fields.pop("contact", "0912-345-678"),
    )
    usual: dict[str, Any] = {"number": number, "receipt": f"TEST{number:08d}", "key": f"{number:064d}"}
    usual |= {"language": "zh-hant", "received_at": at, "sha256": proof_of(seen, ""), **asdict(seen)}
    return Report.objects.create(brand=brand, **(usual | fields))


def resource(brand: Brand, *, by: Person, at: datetime, **fields: Any) -> Resource:
    """A laboratory in the directory that somebody called ten days ago."""
    usual: dict[str, Any] = {"kind": "lab", "name": "中央檢驗", "who": "陳主任", "phone": "02-2345-6789 #12"}
    usual |= {"hours": "平日 9–18 時", "purpose": "水質與材料檢驗", "checked_on": at.date() - timedelta(days=10)}
    return Resource.objects.create(brand=brand, changed_by=by, changed_at=at, **(usual | fields))


def risk(brand: Brand, *, by: Person, at: datetime, about: Incident | None = None, **fields: Any) -> Risk:
    """A risk that somebody judged ten days ago, due for review today; `about` came of it."""
    usual: dict[str, Any] = {"number": Risk.objects.filter(brand=brand).count() + 1, "title": "接頭漏水"}
    usual |= {"category": "product_defect", "branch": "process", "likelihood": 4, "impact": 4, "exposure": 1_200_000}
    usual |= {"prevention": "出貨前逐台加壓測試", "owner": by, "review_on": at.date()}
    made = Risk.objects.create(brand=brand, judged_by=by, judged_at=at - timedelta(days=10), **(usual | fields))
    RiskChange.objects.create(risk=made, at=made.judged_at, by=by, kind="add", likelihood=4, impact=4)
    if about:
        RiskEvent.objects.create(risk=made, incident=about, ended_at=at, severity="S1")
    return made


def enquiry(about: Incident, *, by: Person, at: datetime, **fields: Any) -> Enquiry:
    """Somebody of the press who asks about an incident until an hour later."""
    number = Enquiry.objects.filter(brand=about.brand).count() + 1
    who = {"outlet": "朝聞新報", "name": "江小雨", "phone": "0922-333-444", "mail": "rain@news.example"}
    journalist = fields.pop("journalist", None) or Journalist.objects.create(
        brand=about.brand, ground="given", added_at=at, added_by=by, **who
    )
    usual: dict[str, Any] = {"question": "漏水的是哪一批？", "received_at": at, "due_at": at + 60 * MINUTE}
    usual |= {"logged_at": at, "logged_by": by, "journalist": journalist}
    return Enquiry.objects.create(brand=about.brand, incident=about, number=number, **(usual | fields))


def action(about: Incident, *, by: Person, at: datetime) -> Action:
    """A corrective action that is done, with a file that shows it."""
    return Action.objects.create(
        incident=about,
        branch="process",
        text="每季更換墊圈",
        owner=by,
        due=at.date(),
        file=b"%PDF-1.7",
        file_name="order.pdf",
        sha256=hashlib.sha256(b"%PDF-1.7").hexdigest(),
        done_at=at,
        done_by=by,
    )


def capture(about: Post, *, at: datetime) -> Capture:
    """Evidence of a post, as somebody of the brand's house captured it."""
    somebody = Person.objects.filter(organisation=about.brand.organisation).order_by("pk")[0]
    seat = Seat(brand=about.brand, person=somebody, role=Role.ADMIN, at=at)
    return capture_post(seat=seat, post=about)


def quiet_days(brand: Brand, *, at: datetime, days: int, per_bucket: int = 1) -> None:
    """Fill the counts of past days: `per_bucket` posts every half hour, a fifth of them negative on the whole."""
    now = int(at.timestamp()) // 300
    Rollup.objects.bulk_create(
        Rollup(
            brand=brand,
            bucket=bucket,
            source="ptt",
            sentiment="negative" if bucket % 30 == 0 else "neutral",
            category="other",
            count=per_bucket,
        )
        for bucket in range(now - days * 288, now - 12)
        if bucket % 6 == 0
    )


def brief(brand: Brand, *, at: datetime, **fields: Any) -> Brief:
    """The brief of the last night, written as it stands at `at`."""
    since = at - timedelta(days=1)
    usual: dict[str, Any] = {"day": day_of(at), "since": since, "until": at}
    return Brief.objects.create(brand=brand, facts=overnight(brand, since=since, until=at), **(usual | fields))


def long_work(brand: Brand, person: Person, *, at: datetime, **fields: Any) -> Work:
    """An export that is done, with its file."""
    asked = {"list": "mentions", "query": "view=all", "how": "csv", "reason": ""}
    usual: dict[str, Any] = {
        "kind": "export",
        "asked": asked,
        "language": "zh-hant",
        "at": at,
        "state": Work.State.DONE,
    }
    body = b"a\r\nb\r\n"
    usual |= {"turn": 1, "step": 3, "ended_at": at, "outcome": {"count": 2, "sha256": hashlib.sha256(body).hexdigest()}}
    work = Work.objects.create(brand=brand, person=person, **(usual | {"keep_until": at + KEPT} | fields))
    Piece.objects.create(work=work, number=0, body=body)
    return work


def shift(cast: Cast, *, at: datetime) -> Shift:
    """Alice decides for a day, with Bob as her deputy."""
    return Shift.objects.create(
        brand=cast.brand,
        duty="lead",
        begins=at,
        ends=at + timedelta(days=1),
        person=cast.alice,
        deputy=cast.bob,
        by=cast.alice,
        at=at,
    )


def expert(about: Incident, cast: Cast, *, at: datetime, name: str = "Grace", **fields: Any) -> Expert:
    """Somebody of a law firm who was called in to one incident, for two weeks."""
    firm, _new = Organisation.objects.get_or_create(slug="grove", defaults={"name": "林木法律", "kind": "agency"})
    usual: dict[str, Any] = {"expertise": "counsel", "nda_signed_at": at, "starts": at, "invited_by": cast.alice}
    usual |= {"ends": at + timedelta(days=14), "person": person(name, firm)}
    return Expert.objects.create(incident=about, **(usual | fields))


def hand_over(cast: Cast, *, at: datetime) -> HandOver:
    """Alice leaves an incident to Bob, who has not received it."""
    matters = [{"kind": "incident", "number": 1, "level": "S2"}]
    made = {"number": HandOver.objects.filter(brand=cast.brand).count() + 1, "giver": cast.alice, "taker": cast.bob}
    return HandOver.objects.create(brand=cast.brand, text="20:00 要更新", matters=matters, given_at=at, **made)
