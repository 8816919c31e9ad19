package dev.bailiwick.render;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes one JSON document: two blanks of indentation, {@code null} where nothing is known, a line end after it.
 *
 * <p>A document may be read on a terminal, so what {@link Terminal} would escape is escaped here in JSON's way, which
 * changes no value. Half a surrogate pair has no place in UTF-8 and becomes U+FFFD.
 */
final class JsonOut {
    private final StringWriter text = new StringWriter();
    private final JsonGenerator json;

    private JsonOut() throws IOException {
        json = new JsonFactory().createGenerator(text);
        json.setCharacterEscapes(new Escapes());
        Separators separators = Separators.createDefaultInstance()
                .withObjectFieldValueSpacing(Separators.Spacing.AFTER)
                .withObjectEmptySeparator("")
                .withArrayEmptySeparator("");
        DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
        DefaultPrettyPrinter pretty = new DefaultPrettyPrinter(separators);
        pretty.indentArraysWith(indenter);
        pretty.indentObjectsWith(indenter);
        json.setPrettyPrinter(pretty);
    }

    /** What writes into a document. */
    interface Part {
        void write(JsonGenerator json) throws IOException;
    }

    static String document(Consumer<JsonOut> fields) {
        try {
            JsonOut out = new JsonOut();
            out.json.writeStartObject();
            fields.accept(out);
            out.json.writeEndObject();
            out.json.close();
            return out.text + "\n";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void field(String name, @Nullable String value) {
        write(json -> {
            json.writeFieldName(name);
            string(value);
        });
    }

    void field(String name, @Nullable Integer value) {
        write(json -> {
            json.writeFieldName(name);
            if (value == null) {
                json.writeNull();
            } else {
                json.writeNumber(value.intValue());
            }
        });
    }

    void field(String name, boolean value) {
        write(json -> json.writeBooleanField(name, value));
    }

    void field(String name, long value) {
        write(json -> json.writeNumberField(name, value));
    }

    void missing(String name) {
        write(json -> json.writeNullField(name));
    }

    /** A string, integer, boolean or null, or a list or map of these. */
    void value(String name, @Nullable Object value) {
        write(json -> {
            json.writeFieldName(name);
            value(value);
        });
    }

    private void value(@Nullable Object value) throws IOException {
        if (value instanceof Map<?, ?> fields) {
            json.writeStartObject();
            for (Map.Entry<?, ?> field : fields.entrySet()) {
                json.writeFieldName(String.valueOf(field.getKey()));
                value(field.getValue());
            }
            json.writeEndObject();
        } else if (value instanceof List<?> values) {
            json.writeStartArray();
            for (Object one : values) {
                value(one);
            }
            json.writeEndArray();
        } else if (value instanceof Boolean claim) {
            json.writeBoolean(claim);
        } else if (value instanceof Integer || value instanceof Long) {
            json.writeNumber(((Number) value).longValue());
        } else {
            string(value == null ? null : value.toString());
        }
    }

    void object(String name, Runnable fields) {
        write(json -> json.writeObjectFieldStart(name));
        fields.run();
        write(JsonGenerator::writeEndObject);
    }

    void strings(String name, List<String> values) {
        write(json -> {
            json.writeArrayFieldStart(name);
            for (String value : values) {
                string(value);
            }
            json.writeEndArray();
        });
    }

    <T> void objects(String name, List<T> values, Consumer<T> fields) {
        write(json -> json.writeArrayFieldStart(name));
        for (T value : values) {
            write(JsonGenerator::writeStartObject);
            fields.accept(value);
            write(JsonGenerator::writeEndObject);
        }
        write(JsonGenerator::writeEndArray);
    }

    private void string(@Nullable String value) throws IOException {
        if (value == null) {
            json.writeNull();
        } else {
            json.writeString(whole(value));
        }
    }

    private static String whole(String value) {
        StringBuilder whole = new StringBuilder(value.length());
        value.codePoints().forEach(c -> whole.appendCodePoint(half(c) ? 0xFFFD : c));
        return whole.toString();
    }

    private static boolean half(int codePoint) {
        return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    }

    private void write(Part part) {
        try {
            part.write(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Beyond what JSON demands: DEL, C1 and what misleads. */
    private static final class Escapes extends CharacterEscapes {
        private static final long serialVersionUID = 1L;
        private static final int DELETE = 0x7F;

        @Override
        public int[] getEscapeCodesForAscii() {
            int[] codes = standardAsciiEscapesForJSON();
            codes[DELETE] = ESCAPE_STANDARD;
            return codes;
        }

        @Override
        public @Nullable SerializableString getEscapeSequence(int c) {
            boolean surrogate = half(c);
            boolean escape = !surrogate && (Character.isISOControl(c) || Terminal.misleads(c));
            return escape ? new SerializedString(String.format(Locale.ROOT, "\\u%04x", c)) : null;
        }
    }
}
