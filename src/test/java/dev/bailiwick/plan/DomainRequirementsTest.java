package dev.bailiwick.plan;

import static dev.bailiwick.plan.Given.domain;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.bailiwick.model.domain.Domain;
import dev.bailiwick.model.failure.BailiwickException;
import dev.bailiwick.model.failure.ExitCode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class DomainRequirementsTest {
    private static final Domain PUBLIC = domain("public");
    private static final Domain REF = domain("ref", "public");
    private static final Domain HR = domain("hr", "public");
    private static final Domain LAB = domain("lab", "ref", "hr");
    private static final Domain APPOINTMENTS = domain("appointments", "lab");
    private static final Domain ARCHIVE = domain("archive");

    private static List<String> names(List<Domain> domains) {
        return domains.stream().map(Domain::name).toList();
    }

    private static BailiwickException usage(Domain... domains) {
        BailiwickException e = catchThrowableOfType(BailiwickException.class, () -> DomainRequirements.of(List.of(domains)));
        assertThat(e).isNotNull();
        assertThat(e.exitCode()).isEqualTo(ExitCode.USAGE);
        return e;
    }

    @Test
    void requiredDomainsComeFirstThenPublicThenTheAlphabet() {
        List<Domain> all = new ArrayList<>(List.of(APPOINTMENTS, ARCHIVE, HR, LAB, PUBLIC, REF));
        for (int seed = 0; seed < 50; seed++) {
            Collections.shuffle(all, new Random(seed));
            assertThat(names(DomainRequirements.of(all).order()))
                    .containsExactly("public", "archive", "hr", "ref", "lab", "appointments");
        }
    }

    @Test
    void someDomainsKeepTheOrderOfAll() {
        DomainRequirements requirements = DomainRequirements.of(List.of(APPOINTMENTS, ARCHIVE, HR, LAB, PUBLIC, REF));
        assertThat(names(requirements.order(List.of(APPOINTMENTS, PUBLIC, LAB))))
                .containsExactly("public", "lab", "appointments");
        assertThat(requirements.order(List.of())).isEmpty();
    }

    @Test
    void requirementsAreFollowedToTheirEnd() {
        DomainRequirements requirements = DomainRequirements.of(List.of(APPOINTMENTS, ARCHIVE, HR, LAB, PUBLIC, REF));
        assertThat(names(requirements.requiredBy(APPOINTMENTS))).containsExactly("public", "hr", "ref", "lab");
        assertThat(names(requirements.requiredBy(HR))).containsExactly("public");
        assertThat(requirements.requiredBy(PUBLIC)).isEmpty();
    }

    @Test
    void aCircleIsShown() {
        assertThat(usage(domain("zoo", "lab"), domain("lab", "hr"), domain("hr", "lab"), PUBLIC))
                .hasMessage("domains require each other in a circle: hr → lab → hr");
        assertThat(usage(domain("c", "a"), domain("b", "c"), domain("a", "b")))
                .hasMessage("domains require each other in a circle: a → b → c → a");
        assertThat(usage(domain("hr", "hr"))).hasMessage("domains require each other in a circle: hr → hr");
    }

    @Test
    void aCircleThroughPublicTellsOfTheDefault() {
        BailiwickException e = usage(domain("public", "ref"), REF);
        assertThat(e).hasMessage("domains require each other in a circle: public → ref → public");
        assertThat(e.failures().get(0).next())
                .containsExactly(
                        "take one of them out of requires= in its domain.properties",
                        "every domain requires public unless its domain.properties says requires= (with nothing behind"
                                + " it)");
    }

    @Test
    void everyUnknownDomainIsNamedAtOnce() {
        BailiwickException e = usage(PUBLIC, domain("hr", "publik"), domain("lab", "finance", "hr"));
        assertThat(e)
                .hasMessage("sql/hr/domain.properties requires publik, which is no domain;"
                        + " sql/lab/domain.properties requires finance, which is no domain");
        assertThat(e.failures().get(0).next()).containsExactly("did you mean public?", "domains: public, hr, lab");
        assertThat(e.failures().get(1).next()).containsExactly("domains: public, hr, lab");
    }

    @RepeatedTest(50)
    void inEveryOrderWhatIsRequiredStandsBefore(RepetitionInfo info) {
        Random random = new Random(info.getCurrentRepetition());
        List<Domain> all = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            List<String> requires = new ArrayList<>();
            for (Domain other : all) {
                if (random.nextInt(3) == 0) {
                    requires.add(other.name());
                }
            }
            all.add(domain("d" + (char) ('a' + random.nextInt(26)) + i, requires.toArray(String[]::new)));
        }
        Collections.shuffle(all, random);
        DomainRequirements requirements = DomainRequirements.of(all);
        List<String> order = names(requirements.order());
        assertThat(order).hasSize(all.size());
        for (Domain domain : all) {
            assertThat(order.subList(0, order.indexOf(domain.name()))).containsAll(domain.requires());
            assertThat(order.subList(0, order.indexOf(domain.name())))
                    .containsAll(names(requirements.requiredBy(domain)));
        }
    }
}
