package io.capstan.nativeimage;

import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.SerializationConfig;
import com.fasterxml.jackson.databind.deser.BeanDeserializerBuilder;
import com.fasterxml.jackson.databind.deser.BeanDeserializerModifier;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.BeanSerializerBuilder;
import com.fasterxml.jackson.databind.ser.BeanSerializerModifier;
import java.util.Set;
import java.util.TreeSet;

/** Notes each class whose members Jackson looks up by reflection, to read or to write it. */
final class JacksonTypes extends SimpleModule {
    private static final long serialVersionUID = 1;

    private final transient Set<String> names = new TreeSet<>();

    JacksonTypes() {
        setDeserializerModifier(new BeanDeserializerModifier() {
            private static final long serialVersionUID = 1;

            @Override
            public BeanDeserializerBuilder updateBuilder(
                    DeserializationConfig config, BeanDescription type, BeanDeserializerBuilder builder) {
                note(type);
                return builder;
            }
        });
        setSerializerModifier(new BeanSerializerModifier() {
            private static final long serialVersionUID = 1;

            @Override
            public BeanSerializerBuilder updateBuilder(
                    SerializationConfig config, BeanDescription type, BeanSerializerBuilder builder) {
                note(type);
                return builder;
            }
        });
    }

    private synchronized void note(BeanDescription type) {
        names.add(type.getBeanClass().getName());
    }

    synchronized Set<String> names() {
        return new TreeSet<>(names);
    }
}
