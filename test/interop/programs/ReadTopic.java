import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Prints every record that a topic holds now, one a line. Arguments: the broker, the topic. */
class ReadTopic {
  public static void main(String[] arguments) {
    Properties settings = new Properties();
    settings.putAll(Map.of("bootstrap.servers", arguments[0], "isolation.level", "read_committed"));
    try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
      List<TopicPartition> partitions = consumer.partitionsFor(arguments[1]).stream()
          .map(one -> new TopicPartition(one.topic(), one.partition())).toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (partitions.stream().anyMatch(one -> consumer.position(one) < ends.get(one)))
        consumer.poll(Duration.ofMillis(200)).forEach(record -> System.out.println(record.value()));
    }
  }
}
