package dev.bailiwick.bench;

/** What a number has to reach. */
record Target(Relation relation, double bound) {
    enum Relation {
        AT_MOST("at most"),
        LESS_THAN("less than"),
        AT_LEAST("at least");

        private final String words;

        Relation(String words) {
            this.words = words;
        }
    }

    static Target atMost(double bound) {
        return new Target(Relation.AT_MOST, bound);
    }

    boolean met(double number) {
        return switch (relation) {
            case AT_MOST -> number <= bound;
            case LESS_THAN -> number < bound;
            case AT_LEAST -> number >= bound;
        };
    }

    String text(Unit unit) {
        return relation.words + " " + unit.text(bound);
    }
}
